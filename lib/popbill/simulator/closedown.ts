import { addMonths, firstDay, seoulDate, seoulMonth } from "../../calendar.ts";
import type { SimulatorContext } from "../../simulator.ts";
import { isBusinessNumber, kindDigits } from "./business_number.ts";
import type { Call, MemberCall } from "./wire.ts";
import { json, PopbillRefusal, readJson, unsupported } from "./wire.ts";

/** 휴폐업상태: 0 unregistered, 1 active, 2 closed, 3 suspended (popbill-api.md 6). */
export type BusinessState = 0 | 1 | 2 | 3;

const overrides = "popbill.business_state";

/** What the NTS says of a business number: what was set for it, else by its fourth and fifth digit. */
export async function businessState(context: SimulatorContext, brn: string): Promise<BusinessState> {
  return await context.memory.get<BusinessState>(overrides, brn) ?? standardState(brn);
}

/** Sets what the NTS says of a business number from now on. */
export function setBusinessState(
  context: SimulatorContext,
  of: { readonly brn: string; readonly state: BusinessState },
): Promise<void> {
  return context.memory.put(overrides, of.brn, of.state);
}

/** The calls under /CloseDown. */
export async function closedownCall(call: MemberCall): Promise<Response> {
  const kind = call.path[1] ?? "";
  if (call.verb === "GET" && kind === "UnitCost") return json({ unitCost: "10" });
  if (call.verb === "GET" && kind === "ChargeInfo") {
    return json({ unitCost: "10", chargeMethod: "파트너", rateSystem: "종량제" });
  }
  if (kind !== "") throw unsupported(call);
  if (call.verb === "GET") {
    const brn = call.query.get("CN") ?? "";
    if (brn === "") throw new PopbillRefusal(-17000000, "조회할 사업자번호를 입력해 주세요.");
    return json(await corpState(call, brn));
  }
  if (call.verb !== "POST") throw unsupported(call);
  const brns = readJson(call, -17000001);
  if (!Array.isArray(brns) || brns.length === 0) {
    throw new PopbillRefusal(-17000001, "조회할 사업자번호 목록을 입력해 주세요.");
  }
  if (brns.length > 1000) throw new PopbillRefusal(-17000002, "한 번에 1,000건까지 조회합니다.");
  return json(await Promise.all(brns.map((brn) => corpState(call, String(brn)))));
}

async function corpState(call: Call, text: string) {
  const corpNum = text.replaceAll("-", "");
  if (!/^\d{10}$/.test(corpNum)) throw new PopbillRefusal(-17000003, "사업자번호가 올바르지 않습니다.");
  const state = await businessState(call.context, corpNum);
  const now = call.context.clock.now();
  return {
    corpNum,
    type: state === 0 ? null : "10",
    taxType: state === 0 ? null : "10",
    typeDate: null,
    state: String(state),
    stateDate: state === 2 || state === 3 ? firstDay(addMonths(seoulMonth(now), -1)) : null,
    checkDate: seoulDate(now),
  };
}

function standardState(brn: string): BusinessState {
  if (!isBusinessNumber(brn)) return 0;
  const digits = kindDigits(brn);
  return digits === "44" ? 2 : digits === "55" ? 3 : digits === "66" ? 0 : 1;
}
