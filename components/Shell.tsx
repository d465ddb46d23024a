import PlainCopy from "../islands/PlainCopy.tsx";
import ShortcutKeys from "../islands/ShortcutKeys.tsx";
import SubmitOnce from "../islands/SubmitOnce.tsx";
import { Dialog } from "./Dialog.tsx";
import type { FrameUser, ShellProps } from "./frame.ts";
import { LangContext, useWords } from "./lang.ts";
import { Navigation } from "./Navigation.tsx";
import { Toast } from "./Toast.tsx";
import { TopBar } from "./TopBar.tsx";

const keysDialog = "shortcut-keys";

/** The frame of every page behind the login: navigation, top bar, content. */
export function Shell(props: ShellProps) {
  return (
    <LangContext.Provider value={props.state.lang}>
      <Frame {...props} />
    </LangContext.Provider>
  );
}

function Frame(props: ShellProps) {
  const words = useWords();
  const user = props.state.signedIn?.user;
  return (
    <div class="shell">
      <a class="skip" href="#main">{words.skip}</a>
      <Navigation groups={props.nav} foot={user && <UserLines user={user} />} />
      <div class="shell-body">
        <TopBar {...props} keysDialog={keysDialog} />
        <main id="main" class="content" tabindex={-1}>
          <Toast flash={props.state.flash} />
          {props.children}
        </main>
      </div>
      <KeyList />
      <ShortcutKeys dialog={keysDialog} />
      <SubmitOnce />
      <PlainCopy />
    </div>
  );
}

function UserLines(props: { readonly user: FrameUser }) {
  return (
    <>
      <p class="font-medium">{props.user.mspName}</p>
      <p>{props.user.email}</p>
    </>
  );
}

function KeyList() {
  const words = useWords();
  const { shortcuts } = words;
  const keys = [
    ["/", shortcuts.search],
    ["?", shortcuts.keys],
    ["↑ ↓", shortcuts.rows],
    ["Enter", shortcuts.open],
    ["Esc", shortcuts.close],
  ] as const;
  return (
    <Dialog id={keysDialog} title={words.keys} cancel={words.close}>
      <dl class="descriptions">
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd class="kbd kbd-sm">{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
