import { addMonths, monthRange, type YearMonth } from "../calendar.ts";
import { ProviderError, RefusedInput } from "../prelude.ts";
import type { UsageSource } from "../usage/port.ts";
import { zoneLabels } from "../zone.ts";
import type { MonthFile, MonthFileCustomer } from "./file.ts";

/**
 * Asks NCP before anything is written: every key pair is verified by a live call, every member number must be known to its
 * partner in the month asked or the two before. Refuses with every problem at once, each with its path in the file.
 */
export async function checkWithNcp(source: UsageSource, options: {
  file: MonthFile;
  usageMonth: YearMonth;
  isKnown: (customer: MonthFileCustomer) => boolean;
}): Promise<void> {
  const { file, usageMonth, isKnown } = options;
  const problems: string[] = [];
  const months = monthRange(addMonths(usageMonth, -2), usageMonth);
  const [from = usageMonth, to = usageMonth] = [months[0], months.at(-1)];
  for (const [index, account] of file.cloudAccounts.entries()) {
    const label = `cloudAccounts[${index}] "${account.name}"(${zoneLabels[account.zone]})`;
    const refusal = await refusalOf(() => source.verify(account));
    if (refusal !== null) {
      problems.push(
        `- ${label}: NCP가 인증키를 거부했습니다. ${refusal} ACCESS KEY와 SECRET KEY, 존을 확인해 주십시오.`,
      );
      continue;
    }
    const members = file.customers.map((customer, place) => ({ ...customer, place }))
      .filter((customer) => customer.cloudAccount === account.name && !isKnown(customer));
    if (members.length === 0) continue;
    const memberNos = members.map((member) => member.memberNo);
    const unknown = new Set(await asked(() => source.unknownMembers(account, { from, to, memberNos })));
    for (const member of members.filter((each) => unknown.has(each.memberNo))) {
      problems.push(
        `- customers[${member.place}].memberNo: NCP가 회원번호 ${member.memberNo}("${member.name}")을(를) 모릅니다. ` +
          `${from}부터 ${to}까지 ${account.name} 계정의 회원 가운데 없습니다.`,
      );
    }
  }
  if (problems.length > 0) {
    throw new RefusedInput(`NCP에 확인한 결과 고칠 곳이 ${problems.length}군데 있습니다.\n${problems.join("\n")}`);
  }
}

async function refusalOf(call: () => Promise<void>): Promise<string | null> {
  return await asked(async () => {
    try {
      await call();
      return null;
    } catch (error) {
      if (error instanceof ProviderError && !error.retryable) return error.message;
      throw error;
    }
  });
}

/** A question that NCP does not answer now refuses the run: nothing is written on what is not checked. */
async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    throw new RefusedInput(
      `NCP에 확인하지 못해 아무것도 등록하지 않았습니다. 잠시 뒤에 다시 실행해 주십시오. ${error.message}`,
    );
  }
}
