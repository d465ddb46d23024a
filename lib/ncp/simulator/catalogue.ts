/** What a meter counts: hours (hourly price, times GiB where the product has a size), GB, pieces. */
export type Measure = "hours" | "gigabytes" | "pieces";

/** One metered charge of a product: the codes of its row, its price and how much of it a month has. */
export interface Meter {
  readonly demandType: string;
  readonly demandTypeDetail: string;
  readonly measure: Measure;
  /** Hundredths of a won per unit. */
  readonly price: number;
  /** Units that a whole month has, between these; below 0 counts as 0. An hourly meter runs on its own. */
  readonly monthly?: readonly [number, number];
  /** Percent of the hours that this meter takes: 100 unless use and stop use share them. */
  readonly share?: number;
}

/** A product within a contract. `gibibytes` are the sizes that it comes in. */
export interface Product {
  readonly productCode: string;
  readonly gibibytes?: readonly number[];
  readonly meters: readonly Meter[];
}

/** A kind of contract; one that `hangs` names the first contract of its bundle as its conjunction. */
export interface ContractKind {
  readonly contractType: string;
  readonly instanceName: string;
  readonly hangs?: boolean;
  readonly products: readonly Product[];
}

/** Contracts that a member makes together. */
export type Bundle = readonly ContractKind[];

/** The server that every member has, and that changes its price for some. */
export const plainServer: Bundle = [server("STAND.C002.M008", 9700), publicIp()];

/** The small server that comes and goes in mid-month. */
export const projectServer: Bundle = [{ ...server("MICRO.C001.M002", 3300), instanceName: "project" }];

/** What a member may have beside its first server; the more often named the more common. Prices are invented. */
export const bundles: readonly Bundle[] = [
  [server("STAND.C002.M008", 9700), publicIp()],
  [server("STAND.C004.M016", 19400), blockStorage()],
  [server("HICPU.C008.M016", 29800)],
  [officeHoursServer(), publicIp()],
  [server("STAND.C004.M016", 19400), windowsLicence(), publicIp()],
  [blockStorage()],
  [objectStorage()],
  [objectStorage(), contentDelivery()],
  [hourly("NAS", { name: "nas", productCode: "SPNASNASNS000001", detail: "NSSZ", price: 8, gibibytes: [500, 1000] })],
  [hourly("VLB", { name: "lb", productCode: "SPLBSLBS00000001", detail: "PF_SM", price: 3500 })],
  [natGateway()],
  [database("VMYSL", { name: "mysql", server: "MASTER", price: 22000 })],
  [database("VPGSL", { name: "pgsql", server: "DBSVR", price: 26000 })],
  [database("VRDS", { name: "cache", server: "DBSVR", price: 12000 })],
  [database("VMSSL", { name: "mssql", server: "DBSVR", price: 30000, licence: 41000 })],
  [hourly("VNKS", { name: "nks", productCode: "SPVNKS0000000001", detail: "MSTND", price: 14000 })],
  [backup()],
  [messages()],
  [counted("KMS", { name: "key", demandType: "KMSSM", detail: "KMSKE", price: 100000, monthly: [1, 12] })],
];

/** Traffic that NCP adds up over all servers of a member; such a row has no contract. Inbound is free. */
export const networkSums: readonly (Meter & { readonly contractType: string })[] = [
  traffic("NTOSM", 10000, [40, 600]),
  traffic("NTISM", 0, [20, 300]),
];

/** A product that the code list does not name yet. */
export const unlistedBundle: Bundle = [
  counted("NEWAI", { name: "newai", demandType: "NEWAI", detail: "NEWAI", price: 5000, monthly: [200, 900] }),
];

function traffic(demandType: string, price: number, monthly: readonly [number, number]) {
  return { contractType: "VSVR", demandType, demandTypeDetail: "ITSTM", measure: "gigabytes", price, monthly } as const;
}

function server(spec: string, price: number): ContractKind {
  return {
    contractType: "VSVR",
    instanceName: "web",
    products: [
      {
        productCode: `SVR.VSVR.${spec}.NET.SSD.B050.G003`,
        meters: [{ demandType: "VSVR", demandTypeDetail: "VSVR", measure: "hours", price }],
      },
      baseStorage(),
    ],
  };
}

/** A server that is stopped at night: its stop use is a row of its own, at a lower price. */
function officeHoursServer(): ContractKind {
  return {
    contractType: "VSVR",
    instanceName: "dev",
    products: [
      {
        productCode: "SVR.VSVR.STAND.C004.M016.NET.SSD.B050.G003",
        meters: [
          { demandType: "VSVR", demandTypeDetail: "VSVR", measure: "hours", price: 19400, share: 40 },
          { demandType: "VSVR", demandTypeDetail: "VSVRT", measure: "hours", price: 1900, share: 60 },
        ],
      },
      baseStorage(),
    ],
  };
}

function baseStorage(): Product {
  return {
    productCode: "BST.CB.CB1.G003",
    gibibytes: [50, 100],
    meters: [{ demandType: "BST", demandTypeDetail: "VSVR_BBST", measure: "hours", price: 16 }],
  };
}

function publicIp(): ContractKind {
  return hourly("PBLIP", { name: "203.0.113", productCode: "SPPUBIP000000001", detail: "PBLIP", price: 555 });
}

function blockStorage(): ContractKind {
  const sizes = [100, 200, 500, 1000];
  return hourly("BST", { name: "disk", productCode: "SPBSTBSTAD000006", detail: "BST", price: 16, gibibytes: sizes });
}

function windowsLicence(): ContractKind {
  return {
    ...hourly("SW", { name: "win", productCode: "SPSW0WINNT000043", detail: "SW", price: 2800 }),
    hangs: true,
  };
}

function objectStorage(): ContractKind {
  const meters: Meter[] = [
    { demandType: "OSSM", demandTypeDetail: "OSSZ", measure: "gigabytes", price: 2800, monthly: [200, 4000] },
    { demandType: "OSSM", demandTypeDetail: "OSAM1", measure: "pieces", price: 4500, monthly: [1, 90] },
    { demandType: "NTOSM", demandTypeDetail: "OSNTM", measure: "gigabytes", price: 10000, monthly: [10, 250] },
  ];
  return { contractType: "OBJST", instanceName: "bucket", products: single("SPOBJOBJST000001", meters) };
}

function contentDelivery(): ContractKind {
  const meters: Meter[] = [
    { demandType: "CN3SM", demandTypeDetail: "CNDNM", measure: "gigabytes", price: 8500, monthly: [100, 2500] },
    { demandType: "CN3SM", demandTypeDetail: "CNRQM", measure: "pieces", price: 700, monthly: [10, 900] },
  ];
  return { contractType: "CDN3", instanceName: "cdn", products: single("SPCDNCDN30000001", meters) };
}

function natGateway(): ContractKind {
  const meters: Meter[] = [
    { demandType: "NATSM", demandTypeDetail: "NATMN", measure: "hours", price: 7400 },
    { demandType: "NATSM", demandTypeDetail: "NATNW", measure: "gigabytes", price: 7400, monthly: [-40, 60] },
  ];
  return { contractType: "NATGW", instanceName: "nat", products: single("SPNATGW000000001", meters) };
}

function messages(): ContractKind {
  const meters: Meter[] = [
    { demandType: "NTFSM", demandTypeDetail: "SMS", measure: "pieces", price: 900, monthly: [100, 9000] },
    { demandType: "NTFSM", demandTypeDetail: "ALIMT", measure: "pieces", price: 750, monthly: [100, 9000] },
  ];
  return { contractType: "NOTIF", instanceName: "sens", products: single("SPNOTIF000000001", meters) };
}

function database(
  contractType: string,
  of: { name: string; server: string; price: number; licence?: number },
): ContractKind {
  const meters: Meter[] = [
    { demandType: contractType, demandTypeDetail: of.server, measure: "hours", price: of.price },
    { demandType: contractType, demandTypeDetail: "DBBKU", measure: "gigabytes", price: 5500, monthly: [20, 300] },
  ];
  if (of.licence) {
    meters.push({ demandType: contractType, demandTypeDetail: "DBLNS", measure: "hours", price: of.licence });
  }
  return { contractType, instanceName: of.name, products: single(`SVR.${contractType}.STAND.C002.M008`, meters) };
}

function hourly(
  contractType: string,
  of: { name: string; productCode: string; detail: string; price: number; gibibytes?: readonly number[] },
): ContractKind {
  const meter: Meter = {
    demandType: contractType,
    demandTypeDetail: of.detail,
    measure: "hours",
    price: of.price,
  };
  const sized = of.gibibytes ? { gibibytes: of.gibibytes } : {};
  return {
    contractType,
    instanceName: of.name,
    products: [{ productCode: of.productCode, ...sized, meters: [meter] }],
  };
}

function counted(
  contractType: string,
  of: { name: string; demandType: string; detail: string; price: number; monthly: readonly [number, number] },
): ContractKind {
  const meter: Meter = {
    demandType: of.demandType,
    demandTypeDetail: of.detail,
    measure: "pieces",
    price: of.price,
    monthly: of.monthly,
  };
  return { contractType, instanceName: of.name, products: single(`SP${contractType}0000000001`, [meter]) };
}

function backup(): ContractKind {
  const meters: Meter[] = [
    { demandType: "BKSUM", demandTypeDetail: "BKSZ", measure: "gigabytes", price: 12000, monthly: [50, 900] },
  ];
  return { contractType: "BKUP", instanceName: "backup", products: single("SPBKUP0000000001", meters) };
}

/** One product for each meter: NCP counts a product's ratings as products of the contract. */
function single(productCode: string, meters: readonly Meter[]): Product[] {
  return meters.map((meter) => ({ productCode, meters: [meter] }));
}
