import { HttpError, page, Title } from "fresh";
import { define } from "../_state.ts";
import { Gallery } from "./_gallery.tsx";

/** The gallery of components; in production there is no such page. */
export const handler = define.handlers({
  GET(ctx) {
    if (ctx.state.app.config.appEnv === "production") throw new HttpError(404);
    return page();
  },
});

export default define.page<typeof handler>(function ComponentsPage({ state, url }) {
  return (
    <>
      <Title>화면 요소</Title>
      <Gallery state={state} params={url.searchParams} />
    </>
  );
});
