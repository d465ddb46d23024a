import type { ComponentChildren } from "preact";
import { formatTableQuery, isFiltered, type TableQuery } from "../lib/web/table_query.ts";
import { useWords } from "./lang.ts";
import { QueryFields } from "./TableTools.tsx";

interface FilterBarProps {
  readonly query: TableQuery;
  /** The fields of the filters, named as in the query's shape: `FilterSelect`, `FilterField`. */
  readonly children: ComponentChildren;
}

/** The filters of a list, kept in the URL; one 「초기화」 for all (U9, U10). */
export function FilterBar(props: FilterBarProps) {
  const words = useWords();
  const { query } = props;
  return (
    <form method="get" class="filter-bar" aria-label={words.filter}>
      <QueryFields query={query} except={Object.keys(query.shape.filters ?? {})} />
      {props.children}
      <button type="submit" class="btn btn-sm btn-plain">{words.apply}</button>
      {isFiltered(query) && (
        <a class="btn btn-sm btn-ghost" href={formatTableQuery(query, { q: "", filters: {} })}>{words.clearFilters}</a>
      )}
    </form>
  );
}

interface FilterProps {
  readonly query: TableQuery;
  readonly name: string;
  readonly label: string;
}

/** One filter of a few values; `all` is what stands for no filter. */
export function FilterSelect(
  props: FilterProps & {
    readonly all: string;
    readonly options: readonly { readonly value: string; readonly label: string }[];
  },
) {
  const value = props.query.filters[props.name] ?? "";
  return (
    <label class="filter">
      <span class="filter-label">{props.label}</span>
      <select class="select select-sm" name={props.name}>
        <option value="" selected={value === ""}>{props.all}</option>
        {props.options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>{option.label}</option>
        ))}
      </select>
    </label>
  );
}

/** One filter that is typed: a day, a month, a text. */
export function FilterField(props: FilterProps & { readonly type?: "text" | "date" | "month" | undefined }) {
  const attributes = { name: props.name, value: props.query.filters[props.name] ?? "", class: "input input-sm" };
  return (
    <label class="filter">
      <span class="filter-label">{props.label}</span>
      {props.type === "date"
        ? <input {...attributes} type="date" />
        : props.type === "month"
        ? <input {...attributes} type="month" />
        : <input {...attributes} type="text" />}
    </label>
  );
}
