import { formatTableQuery, queryFields, type TableQuery } from "../lib/web/table_query.ts";
import { Icon } from "./Icon.tsx";
import { useWords } from "./lang.ts";
import { Menu } from "./Menu.tsx";

/** The rest of a query as hidden fields, so that a GET form changes only its own part and goes back to the first page. */
export function QueryFields(props: { readonly query: TableQuery; readonly except: readonly string[] }) {
  return (
    <>
      {queryFields(props.query, { page: 1 }).filter(([name]) => !props.except.includes(name)).map(([name, value]) => (
        <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

/** The search of one table. */
export function TableSearch(
  props: { readonly query: TableQuery; readonly id: string; readonly caption: string },
) {
  const words = useWords();
  const { query } = props;
  return (
    <form method="get" role="search" class="table-search" aria-label={words.searchIn(props.caption)}>
      <QueryFields query={query} except={["q"]} />
      <label class="input input-sm">
        <Icon name="search" size={14} />
        <span class="sr-only">{words.search}</span>
        <input
          id={`${props.id}-search`}
          type="search"
          name="q"
          value={query.q}
          placeholder={words.search}
          maxlength={200}
          data-search="true"
        />
      </label>
      <button type="submit" class="btn btn-sm btn-plain">{words.search}</button>
      {query.q !== "" && (
        <a class="btn btn-sm btn-ghost" href={formatTableQuery(query, { q: "" })}>{words.clearFilters}</a>
      )}
    </form>
  );
}

interface ChoiceProps {
  readonly columns: readonly { readonly key: string; readonly label: string }[];
  readonly query: TableQuery;
  readonly id: string;
}

/** Which columns are shown (U6); the first always is. */
export function ColumnChoice(props: ChoiceProps) {
  const words = useWords();
  const [first, ...others] = props.columns;
  if (first === undefined || others.length === 0) return null;
  return (
    <Menu id={`${props.id}-columns`} label={words.columns} icon="columns">
      <form method="get" class="menu-form">
        <QueryFields query={props.query} except={["col"]} />
        <input type="hidden" name="col" value={first.key} />
        <fieldset>
          <legend class="menu-label">{words.columnsShown}</legend>
          {others.map((column) => (
            <label key={column.key} class="choice menu-choice">
              <input
                type="checkbox"
                class="checkbox checkbox-sm checkbox-primary"
                name="col"
                value={column.key}
                checked={!props.query.hidden.includes(column.key)}
              />
              <span>{column.label}</span>
            </label>
          ))}
        </fieldset>
        <button type="submit" class="btn btn-sm btn-primary">{words.apply}</button>
      </form>
    </Menu>
  );
}
