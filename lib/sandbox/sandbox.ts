import { type MovableClock, wallClockMs } from "../calendar.ts";
import { ncpSimulator, simulatedPartners } from "../ncp/simulator/mod.ts";
import { popbillSimulator, registerMember, simulatedLink } from "../popbill/simulator/mod.ts";
import { type Fetch, processMemory, type SimulatorContext } from "../simulator.ts";
import type { Zone } from "../zone.ts";
import { controls } from "./controls.ts";

/** What another client needs to call the simulators: keys, members, and the MSP that Popbill knows. */
export interface SandboxKeys {
  readonly ncp: readonly {
    readonly zone: Zone;
    readonly accessKey: string;
    readonly secretKey: string;
    readonly members: readonly string[];
  }[];
  readonly popbill: { readonly linkId: string; readonly secretKey: string; readonly corpNum: string };
}

/** Both simulators as one host: NCP under `/billing/v1`, our own controls under `/sandbox`, Popbill everywhere else. */
export async function openSandbox(
  options: { readonly clock: MovableClock; readonly members: number },
): Promise<{ readonly fetch: Fetch; readonly keys: SandboxKeys }> {
  const { clock, members } = options;
  const context: SimulatorContext = { clock, wallClockMs, memory: processMemory() };
  await registerMember(context, { ...simulatedLink, corpName: "한빛클라우드 주식회사", ceoName: "한빛나" });
  const ncp = ncpSimulator(context, { members });
  const popbill = popbillSimulator(context);
  const control = controls({ clock, join: (member) => registerMember(context, member) });
  const behind: ReadonlyMap<string, Fetch> = new Map([["billing", ncp], ["sandbox", control]]);
  return {
    fetch: (request) => (behind.get(firstSegment(request)) ?? popbill)(request),
    keys: {
      ncp: simulatedPartners(members).map((partner) => ({
        zone: partner.zone,
        accessKey: partner.accessKey,
        secretKey: partner.secretKey,
        members: partner.members,
      })),
      popbill: {
        linkId: simulatedLink.linkId,
        secretKey: simulatedLink.secretKey,
        corpNum: simulatedLink.corpNum,
      },
    },
  };
}

function firstSegment(request: Request): string {
  return new URL(request.url).pathname.split("/")[1] ?? "";
}
