import { won, zeroWon } from "../../lib/money.ts";
import { costCode, type CostCodeRow, costCodes } from "../../lib/ncp/simulator/cost_codes.ts";
import type { PulledMonth } from "../../lib/usage/port.ts";
import type { UsageLine } from "../../lib/usage/usage_line.ts";
import { sumUsage } from "../../lib/usage/usage_sums.ts";

// Every fifth line is a server, as what VM discounts count; the others are spread over NCP's list.
const server = costCode({ contractType: "VSVR", demandType: "VSVR", demandTypeDetail: "VSVR" });
const others = costCodes.filter((_, index) => index % 34 === 0);

/** The usage lines of one invented month; `changed` moves every hundredth line, as NCP's late corrections do. */
export function usageOf(customer: number, options: { lines: number; changed: boolean }): UsageLine[] {
  return Array.from({ length: options.lines }, (_, index) => {
    const line = usageLine(customer, index);
    return options.changed && index % 100 === 50
      ? { ...line, quantity: "743.5", useAmount: won(line.useAmount - 7n) }
      : line;
  });
}

/** What a pull of such a month brings, without the pages as received. */
export function pulledMonth(lines: readonly UsageLine[]): PulledMonth {
  const { listAmount } = sumUsage(lines);
  return {
    lines,
    totals: {
      rows: 1,
      useAmount: listAmount,
      thisMonthDemandAmount: zeroWon,
      adjustments: {
        productDiscount: zeroWon,
        credit: zeroWon,
        customerDiscount: zeroWon,
        coin: zeroWon,
        roundDown: zeroWon,
        currencyDiscount: zeroWon,
        penalty: zeroWon,
      },
    },
    productUseAmount: listAmount,
    cost: null,
    writtenAt: "2025-01-05T08:02:40+09:00",
    pages: [],
  };
}

function usageLine(customer: number, index: number): UsageLine {
  const code: CostCodeRow = index % 5 === 0 ? server : others[index % others.length] ?? server;
  const contractNo = String(90_000_000 + customer * 10_000 + index);
  const useAmount = 1_003 + (customer * 7_919 + index * 104_729) % 180_000;
  return {
    key: [contractNo, "1", code.demandType.code, code.demandTypeDetail.code, "KR", "2117"].join("/"),
    regionCode: "KR",
    demandType: code.demandType,
    demandTypeDetail: code.demandTypeDetail,
    contractType: code.contractType,
    contractNo,
    instanceName: `service-${customer}-${index}`,
    productCode: "SVR.VSVR.STAND.C004.M016.NET.SSD.B050.G003",
    priceNo: "2117",
    promiseNo: index % 4 === 0 ? "100237" : "",
    quantity: "744",
    usageUnit: { code: "USAGE_TIME", codeName: "Usage time(Prorated)" },
    unitPrice: "194.5",
    productSize: "53687091200",
    useAmount: won(useAmount),
    promiseDiscount: won(index % 4 === 0 ? Math.floor(useAmount / 10) : 0),
    promotionDiscount: zeroWon,
    etcDiscount: zeroWon,
    memberPriceDiscount: won(index % 7 === 0 ? Math.floor(useAmount / 20) : 0),
    memberPromiseDiscountAdd: zeroWon,
    demandAmount: zeroWon,
    serviceStartAt: "2023-03-02T11:05:12+09:00",
    serviceEndAt: "",
  };
}
