import { doesNotMatch, match, strictEqual } from "node:assert/strict";
import { render } from "preact-render-to-string";
import type { FormState } from "../lib/web/form.ts";
import { CheckboxField, RadioField } from "./Choice.tsx";
import { Field, PasswordField, SelectField, TextAreaField } from "./Field.tsx";
import { Form } from "./Form.tsx";

const form: FormState = {
  values: {
    email: `pay@"><script>`,
    memo: "</textarea><b>12월",
    zone: "gov",
    role: "reseller",
    password: "s3cret-word",
  },
  errors: { email: "「이메일 주소」를 확인해 주십시오.", password: "「비밀번호」가 짧습니다." },
};

Deno.test("Field keeps what was typed, escaped, and ties error and hint to its control", () => {
  const html = render(
    <Field name="email" label="이메일 주소" form={form} value="old@example.com" hint="업무용" required />,
  );
  match(html, /<label class="field-label" for="field-email">이메일 주소/);
  match(html, /value="pay@&quot;>&lt;script>"|value="pay@&quot;&gt;&lt;script&gt;"/);
  match(html, /aria-invalid="true"/);
  match(html, /aria-describedby="field-email-error field-email-hint"/);
  match(html, /<p id="field-email-error" class="field-error">.*「이메일 주소」를 확인해 주십시오\./s);
  match(html, /<p id="field-email-hint"[^>]*>업무용/);
  match(html, /<input[^>]* required/);
});

Deno.test("Field without an error says nothing of one", () => {
  const html = render(<Field name="name" label="이름" form={form} value="김하늘" />);
  doesNotMatch(html, /aria-invalid|aria-describedby|field-error/);
  match(html, /value="김하늘"/);
});

Deno.test("Field shows an emptied value as empty, not as it was before", () => {
  match(
    render(<Field name="a" label="a" form={{ values: { a: "" }, errors: {} }} value="before" />),
    /value(="")?[ />]/,
  );
});

Deno.test("PasswordField never writes a password into the page", () => {
  const html = render(<PasswordField name="password" label="비밀번호" form={form} />);
  doesNotMatch(html, /s3cret-word/);
  match(html, /type="password"/);
  match(html, /aria-describedby="field-password-error"/);
});

Deno.test("TextAreaField keeps what was typed as text", () => {
  match(
    render(<TextAreaField name="memo" label="메모" form={form} />),
    /<textarea[^>]*>&lt;\/textarea(>|&gt;)&lt;b(>|&gt;)12월<\/textarea>/,
  );
});

Deno.test("SelectField selects what was chosen, and asks where nothing was", () => {
  const options = [{ value: "public", label: "민간" }, { value: "gov", label: "공공" }];
  const chosen = render(<SelectField name="zone" label="존" form={form} options={options} />);
  match(chosen, /<option[^>]*selected[^>]*value="gov"|<option[^>]*value="gov"[^>]*selected/);
  doesNotMatch(chosen, /선택해 주십시오/);
  match(render(<SelectField name="none" label="존" form={form} options={options} />), /<option[^>]*>선택해 주십시오/);
});

Deno.test("RadioField and CheckboxField keep the choice, an unticked box stays so", () => {
  const options = [{ value: "member", label: "멤버" }, { value: "reseller", label: "리셀러" }];
  const radios = render(<RadioField name="role" label="계정 타입" form={form} options={options} />);
  match(radios, /<fieldset/);
  match(radios, /value="reseller"[^>]* checked/);
  doesNotMatch(radios, /value="member"[^>]* checked/);
  doesNotMatch(render(<CheckboxField name="mail" label="메일" form={form} checked />), / checked/);
  match(render(<CheckboxField name="mail" label="메일" checked />), / checked/);
});

Deno.test("Form carries the token, and lists what is wrong with links to the fields", () => {
  const html = render(<Form action="/settings/keys" csrf="to&ken" form={form}>-</Form>);
  match(html, /<form method="post" action="\/settings\/keys"[^>]* novalidate/);
  match(html, /<input type="hidden" name="_csrf" value="to&amp;ken"/);
  match(html, /role="alert"[^>]*>.*2곳을 고쳐 주십시오.*href="#field-email".*href="#field-password"/s);
});

Deno.test("Form shows the sentence of the whole, and nothing where nothing is wrong", () => {
  const whole = render(
    <Form action="/" csrf="" form={{ values: {}, errors: { "": "다른 사람이 먼저 고쳤습니다." } }}>-</Form>,
  );
  match(whole, /다른 사람이 먼저 고쳤습니다\./);
  strictEqual(whole.includes("<li"), false);
  doesNotMatch(render(<Form action="/" csrf="" form={{ values: {}, errors: {} }}>-</Form>), /alert/);
});
