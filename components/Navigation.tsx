import type { ComponentChildren } from "preact";
import { BrandMark } from "./BrandMark.tsx";
import type { NavGroup } from "./frame.ts";
import { Icon } from "./Icon.tsx";
import { useWords } from "./lang.ts";

/** The id of the navigation, for the button that opens it where there is no room. */
export const navigationId = "navigation";

/** What the role may open, at the left; on a narrow screen a drawer (the browser's own popover, so without script). */
export function Navigation(props: { readonly groups: readonly NavGroup[]; readonly foot?: ComponentChildren }) {
  const words = useWords();
  return (
    <nav id={navigationId} popover="auto" class="nav" aria-label={words.mainMenu}>
      <a class="nav-brand" href="/">
        <BrandMark />
      </a>
      {props.groups.filter((group) => group.links.length > 0).map((group) => (
        <div key={group.label}>
          <h2 class="nav-label">{group.label}</h2>
          <ul class="nav-list">
            {group.links.map((link) => (
              <li key={link.href}>
                <a class="nav-link" href={link.href} aria-current={link.current ? "page" : undefined}>
                  <Icon name={link.icon} />
                  <span>{link.label}</span>
                  {link.count !== undefined && link.count > 0 && <span class="nav-count">{link.count}</span>}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {props.foot && <div class="nav-foot">{props.foot}</div>}
    </nav>
  );
}
