import DialogOpener from "../islands/DialogOpener.tsx";
import { paths } from "../lib/web/paths.ts";
import { Form } from "./Form.tsx";
import type { FrameState, FrameUser, ShellProps } from "./frame.ts";
import { Icon, type IconName } from "./Icon.tsx";
import { useWords } from "./lang.ts";
import { navigationId } from "./Navigation.tsx";

/** Where one is, a search, how old the figures are, whether anything is simulated, and the user's own menu. */
export function TopBar(props: Omit<ShellProps, "nav" | "children"> & { readonly keysDialog: string }) {
  const words = useWords();
  const { state } = props;
  return (
    <header class="topbar">
      <button
        type="button"
        class="btn btn-ghost btn-sm btn-square nav-button"
        popovertarget={navigationId}
        aria-label={words.menu}
      >
        <Icon name="menu" size={20} />
      </button>
      <Breadcrumb steps={props.breadcrumb} />
      <div class="topbar-end">
        {props.search}
        {props.asOf && (
          <span class="as-of">
            <Icon name="clock" size={14} />
            {words.asOf(props.asOf)}
          </span>
        )}
        {props.simulated && <SimulatorBadge />}
        {state.signedIn && <UserMenu state={state} user={state.signedIn.user} keysDialog={props.keysDialog} />}
      </div>
    </header>
  );
}

function Breadcrumb(props: { readonly steps: readonly string[] }) {
  const words = useWords();
  return (
    <nav class="breadcrumb" aria-label={words.path}>
      <ol>
        {props.steps.map((step, index) => (
          <li key={step} aria-current={index === props.steps.length - 1 ? "page" : undefined}>{step}</li>
        ))}
      </ol>
    </nav>
  );
}

function SimulatorBadge() {
  const words = useWords();
  return (
    <>
      <button type="button" class="chip chip-warn" popovertarget="simulator-note">
        <Icon name="alert" size={12} />
        {words.simulator}
      </button>
      <p id="simulator-note" popover="auto" class="menu-surface menu-note">{words.simulatorLead}</p>
    </>
  );
}

function UserMenu(
  props: { readonly state: FrameState; readonly user: FrameUser; readonly keysDialog: string },
) {
  const words = useWords();
  const { state, user } = props;
  return (
    <>
      <button type="button" class="btn btn-ghost btn-sm user-button" popovertarget="user-menu">
        <Icon name="user" />
        <span class="user-name">{user.name}</span>
        <span class="sr-only">{words.userMenu}</span>
        <Icon name="chevronDown" size={14} />
      </button>
      <div id="user-menu" popover="auto" class="menu-surface user-menu">
        <div class="menu-head">
          <p class="font-semibold">{user.name}</p>
          <p class="muted text-sm">{user.mspName}</p>
          <p class="muted text-sm">{user.email}</p>
        </div>
        <Form action={paths.theme()} csrf={state.csrf} class="menu-form">
          <p class="menu-label" id="theme-label">{words.theme}</p>
          <div class="segments" role="group" aria-labelledby="theme-label">
            <Segment name="theme" value="light" current={state.theme} icon="sun" label={words.light} />
            <Segment name="theme" value="dark" current={state.theme} icon="moon" label={words.dark} />
            <Segment name="theme" value="system" current={state.theme} icon="gear" label={words.system} />
          </div>
        </Form>
        <Form action={paths.language()} csrf={state.csrf} class="menu-form">
          <p class="menu-label" id="language-label">{words.language}</p>
          <div class="segments" role="group" aria-labelledby="language-label">
            <Segment name="language" value="ko" current={state.lang} label="한국어" />
            <Segment name="language" value="en" current={state.lang} label="English" />
          </div>
        </Form>
        <div class="menu-foot">
          <DialogOpener dialog={props.keysDialog} label={words.keys} tone="ghost" small icon="keyboard" />
          <Form action={paths.logout()} csrf={state.csrf} class="contents">
            <button type="submit" class="btn btn-plain btn-sm">
              <Icon name="signOut" />
              {words.signOut}
            </button>
          </Form>
        </div>
      </div>
    </>
  );
}

interface SegmentProps {
  readonly name: string;
  readonly value: string;
  readonly current: string;
  readonly label: string;
  readonly icon?: IconName;
}

function Segment(props: SegmentProps) {
  return (
    <button
      type="submit"
      class="segment"
      name={props.name}
      value={props.value}
      aria-pressed={props.value === props.current ? "true" : "false"}
    >
      {props.icon && <Icon name={props.icon} size={14} />}
      {props.label}
    </button>
  );
}
