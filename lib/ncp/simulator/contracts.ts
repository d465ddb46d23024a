import { type Bundle, bundles, type ContractKind, plainServer, type Product } from "./catalogue.ts";
import { projectServer, unlistedBundle } from "./catalogue.ts";
import type { Code } from "./cost_codes.ts";
import { fromTheStart, type Life, priceVersions, projectLife } from "./life.ts";
import type { SimulatedMember } from "./member.ts";
import { meter, type Metering } from "./metering.ts";
import type { MonthBook } from "./month_book.ts";
import { seeded } from "./seeded.ts";

/** A contract as the book of a month shows it. Moments are NCP's text. */
export interface Contract {
  readonly contractNo: string;
  readonly conjunctionContractNo: string;
  readonly contractType: Code;
  readonly instanceName: string;
  readonly regionCode: string;
  readonly startedAt: string;
  /** Null while it is open. */
  readonly endedAt: string | null;
  readonly products: readonly ContractProduct[];
}

/** A product of a contract with what was metered of it in the month. */
export interface ContractProduct {
  readonly sequence: string;
  /** The sequence that this one replaced, "" when none. */
  readonly before: string;
  readonly productCode: string;
  readonly priceNo: string;
  readonly promiseNo: string;
  readonly instanceNo: string;
  readonly productItemKind: Code;
  readonly productRatingType: Code;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** GiB, 0 where the product has no size. */
  readonly gibibytes: number;
  readonly meterings: readonly Metering[];
}

/** What a contract is made of: its kind, its place among the member's, and how long it lives. */
interface Instance {
  readonly kind: ContractKind;
  readonly number: string;
  readonly firstNumber: string;
  readonly life: Life;
}

/** The contracts of a member that the month's book knows, each with its metered use. */
export function contractsOf(member: SimulatedMember, book: MonthBook): Contract[] {
  if (member.traits.noUse) return [];
  return instancesOf(member, book)
    .filter((instance) => instance.life.fromHour < book.coveredDays * 24)
    .map((instance) => contractOf(member, { book, instance }));
}

/** The region in which a member's contracts lie; some of the later ones lie in the zone's second region. */
export function regionOf(member: SimulatedMember, index = 0): string {
  if (member.zone === "fin") return "FKR";
  const elsewhere = index > 0 && seeded(`${member.memberNo} region ${index}`, [1, 10]) === 1;
  return elsewhere ? member.zone === "gov" ? "KRS" : "SGN" : "KR";
}

function instancesOf(member: SimulatedMember, book: MonthBook): Instance[] {
  const { memberNo, traits } = member;
  const size = seeded(`${memberNo} size`, [0, 9]);
  // A member whose server comes and goes has more beside it, so that its month does not move by half.
  const more = traits.midMonth ? 6 : size < 6 ? size % 4 : size < 9 ? 5 + size % 3 : 10;
  const instances = bundle(member, { kinds: plainServer, place: 0 });
  for (let place = 1; place <= more; place++) {
    const kinds = bundles[seeded(`${memberNo} bundle ${place}`, [0, bundles.length - 1])] ?? plainServer;
    instances.push(...bundle(member, { kinds, place }));
  }
  if (traits.unlistedProduct) instances.push(...bundle(member, { kinds: unlistedBundle, place: 90 }));
  const project = traits.midMonth ? projectLife(book, traits.phase) : null;
  if (project) instances.push(...bundle(member, { kinds: projectServer, place: 91, life: project }));
  return instances;
}

function bundle(member: SimulatedMember, of: { kinds: Bundle; place: number; life?: Life }): Instance[] {
  const life = of.life ?? fromTheStart(`${member.memberNo} ${of.place}`);
  const stem = `${member.memberNo}${String(of.place).padStart(2, "0")}${life.cycle}`;
  return of.kinds.map((kind, index) => ({ kind, number: stem + index, firstNumber: `${stem}0`, life }));
}

function contractOf(member: SimulatedMember, of: { book: MonthBook; instance: Instance }): Contract {
  const { kind, number, firstNumber, life } = of.instance;
  const products = kind.products.flatMap((product, index) =>
    productsOf(member, { ...of, product, sequence: String(index + 1) })
  );
  const first = products[0]?.meterings[0];
  const place = number.slice(7);
  return {
    contractNo: `3${number}`,
    conjunctionContractNo: kind.hangs ? `3${firstNumber}` : "",
    contractType: first?.code.contractType ?? { code: kind.contractType, codeName: "" },
    instanceName: instanceName(kind, place),
    regionCode: regionOf(member, Number(place.slice(0, 2))),
    startedAt: life.startedAt,
    endedAt: knownEnd(life, of.book),
    products,
  };
}

/** One product, or the two between which the unit price changed in mid-month. */
function productsOf(
  member: SimulatedMember,
  of: { book: MonthBook; instance: Instance; product: Product; sequence: string },
): ContractProduct[] {
  const { book, instance, product, sequence } = of;
  const [first] = product.meters;
  const changes = member.traits.priceChange && instance.number.slice(7) === "000" && sequence === "1" && first;
  const versions = changes
    ? priceVersions(book, { phase: member.traits.phase, price: first.price })
    : [{ sequence, before: "", life: instance.life, price: undefined }];
  return versions
    .filter(({ life }) => life.fromHour < book.coveredDays * 24)
    .map((version) => {
      const { contractType } = instance.kind;
      const meterings = product.meters.map((each) =>
        meter(member, {
          book,
          meter: each,
          contractType,
          place: instance.number.slice(7),
          life: version.life,
          ...(version.price === undefined ? {} : { price: version.price }),
        })
      );
      return { ...productHead(member, { ...of, meterings }), ...sequenceOf(version, book), meterings };
    });
}

function sequenceOf(version: { sequence: string; before: string; life: Life }, book: MonthBook) {
  return {
    sequence: version.sequence,
    before: version.before,
    startedAt: version.life.startedAt,
    endedAt: knownEnd(version.life, book),
  };
}

function productHead(
  member: SimulatedMember,
  of: { instance: Instance; product: Product; sequence: string; meterings: readonly Metering[] },
) {
  const { number } = of.instance;
  const [first] = of.meterings;
  const code = first?.code;
  const sizes = of.product.gibibytes ?? [0];
  return {
    productCode: of.product.productCode,
    priceNo: String(
      seeded(`${of.product.productCode} ${code?.demandTypeDetail.code} ${first?.price}`, [70_000, 79_999]),
    ),
    promiseNo: member.traits.promise && code?.productDemandType.code === "VSVR" ? "600001" : "",
    instanceNo: `5${number}${of.sequence}`,
    productItemKind: code?.productItemKind ?? { code: "", codeName: "" },
    productRatingType: code?.productRatingType ?? { code: "", codeName: "" },
    gibibytes: sizes[seeded(`${number} ${of.sequence} size`, [0, sizes.length - 1])] ?? 0,
  };
}

/** The end of a life once the book was written after it: until then the contract shows open. */
function knownEnd(life: Life, book: MonthBook): string | null {
  return life.endedAt !== null && life.endedAt.slice(0, 10) < book.writtenOn ? life.endedAt : null;
}

function instanceName(kind: ContractKind, place: string): string {
  const number = Number(place.slice(0, 2)) + 1;
  return kind.contractType === "PBLIP" ? `${kind.instanceName}.${number}` : `${kind.instanceName}-${place.slice(0, 2)}`;
}
