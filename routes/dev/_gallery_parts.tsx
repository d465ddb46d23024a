import { Button, LinkButton } from "../../components/Button.tsx";
import { BarChart, LineChart } from "../../components/Chart.tsx";
import { Chip, StatusChip } from "../../components/Chip.tsx";
import { CheckboxField, RadioField } from "../../components/Choice.tsx";
import { Dialog } from "../../components/Dialog.tsx";
import { Field, PasswordField, SelectField, TextAreaField } from "../../components/Field.tsx";
import { Form, FormActions } from "../../components/Form.tsx";
import { Icon, iconNames } from "../../components/Icon.tsx";
import { DescriptionList, Meter, Timeline } from "../../components/Lists.tsx";
import { Card, Cards, Notice, Panel } from "../../components/Panel.tsx";
import { statuses } from "../../components/status_words.ts";
import { BusinessNumber, Day, Moment, Month, Won } from "../../components/Value.tsx";
import CopyButton from "../../islands/CopyButton.tsx";
import DialogOpener from "../../islands/DialogOpener.tsx";
import { localDate, monthRange, seoulMoment, yearMonth } from "../../lib/calendar.ts";
import { won } from "../../lib/money.ts";
import type { FormState } from "../../lib/web/form.ts";

const day = localDate("2025-01-10");

/** Figures, progress, and what they are written with. */
export function FigureSection() {
  return (
    <>
      <Cards>
        <Card label="당월 납부 예정 고객사 수" value="36개" note="청구월 2025년 1월 · 확정 (1월 6일)" />
        <Card
          label="총 청구 예정 금액"
          value={<Won amount={won(184_220_509)} />}
          note="공급가액 167,473,190 · 세액 16,747,319"
        />
        <Card label="연체 금액" value={<Won amount={won(4_401_180)} />} note="30일 넘음 2개" tone="bad" />
        <Panel title="진행">
          <div class="grid gap-2">
            <Meter label="요금청구서" value={24} max={36} />
            <Meter label="세금계산서" value={15} max={36} />
          </div>
        </Panel>
      </Cards>
      <div class="grid gap-4 lg:grid-cols-2">
        <Panel title="값의 쓰임">
          <DescriptionList
            rows={[
              ["금액", <Won key="won" amount={won(-1_234_567)} />],
              ["날짜", <Day key="day" day={day} />],
              ["기한", <Day key="weekday" day={day} weekday />],
              ["이용월", <Month key="month" month={yearMonth("2024-12")} />],
              ["일시", <Moment key="moment" at={seoulMoment(day, "09:12")} />],
              ["사업자등록번호", <BusinessNumber key="brn" brn="1002454893" />],
            ]}
          />
        </Panel>
        <Panel title="흐름">
          <Timeline
            events={[
              { at: "2025-01-06 09:12", title: "정산 확정", note: "4,458,690원", tone: "ok" },
              { at: "2025-01-06 09:12", title: "요금청구서 발송", note: "pay@example.com", tone: "info" },
              { at: "2025-01-06 09:20", title: "세금계산서 발행 실패", note: "공급받는자 폐업", tone: "bad" },
              { at: "2025-01-07 15:00", title: "국세청 전송 예정" },
            ]}
          />
        </Panel>
      </div>
    </>
  );
}

/** Charts of one and of two series. */
export function ChartSection() {
  const labels = monthRange(yearMonth("2024-07"), yearMonth("2024-12")).map((month) => `${Number(month.slice(5))}월`);
  const used = [118, 122, 127, 125, 140, 143].map((value) => won(value * 1_000_000));
  const billed = [112, 117, 121, 122, 134, 138].map((value) => won(value * 1_000_000));
  return (
    <div class="grid gap-4 lg:grid-cols-2">
      <Panel>
        <BarChart
          title="이용 금액과 청구 금액"
          labels={labels}
          series={[{ label: "이용 금액", values: used }, { label: "청구 금액", values: billed }]}
        />
      </Panel>
      <Panel>
        <LineChart title="이용 추세" labels={labels} series={[{ label: "이용 금액", values: used }]} />
      </Panel>
    </div>
  );
}

/** Chips, icons, notices and buttons. */
export function WordSection() {
  return (
    <>
      <Panel title="상태">
        <div class="flex flex-wrap gap-2">{statuses.map((status) => <StatusChip key={status} status={status} />)}</div>
        <div class="mt-3 flex flex-wrap gap-2">
          <Chip tone="idle">신청 전</Chip>
          <Chip tone="info">검토 중</Chip>
          <Chip tone="ok">승인</Chip>
          <Chip tone="warn">확인 필요</Chip>
          <Chip tone="bad">반려</Chip>
        </div>
      </Panel>
      <div class="grid gap-3 lg:grid-cols-2">
        <Notice tone="info" title="6일부터 청구할 수 있습니다.">그 전의 금액은 잠정이며 바뀔 수 있습니다.</Notice>
        <Notice tone="ok">인증키를 확인했습니다.</Notice>
        <Notice tone="warn">인증서가 27일 뒤에 만료됩니다.</Notice>
        <Notice tone="bad" title="가져오지 못했습니다.">NCP가 답하지 않았습니다. 10분 뒤에 다시 시도합니다.</Notice>
      </div>
      <Panel title="단추">
        <div class="actions">
          <Button tone="primary" icon="send" type="button">요금청구서 발송</Button>
          <Button type="button">세금계산서 발행</Button>
          <Button tone="danger" type="button">발행 취소</Button>
          <Button tone="ghost" type="button">선택 해제</Button>
          <LinkButton href="#" icon="download">내려받기</LinkButton>
          <Button tone="primary" small type="button">작은 단추</Button>
          <Button reason="2025-01-06부터 발행할 수 있습니다." type="button">발행</Button>
          <CopyButton text="1234567" label="복사" copied="복사했습니다" />
          <DialogOpener dialog="gallery-dialog" label="발행 확인" tone="primary" />
        </div>
      </Panel>
      <Panel title="아이콘">
        <div class="flex flex-wrap gap-3">{iconNames.map((name) => <Icon key={name} name={name} size={20} />)}</div>
      </Panel>
      <Dialog
        id="gallery-dialog"
        title="세금계산서 36건을 발행합니다"
        actions={<Button tone="danger" type="button">36건 발행</Button>}
      >
        <p>
          고객사 36개, 합계 <Won amount={won(184_220_509)} />을 즉시 발행합니다. 발행한 뒤에는 취소할 수 없습니다.
        </p>
      </Dialog>
    </>
  );
}

const wrong: FormState = {
  values: { brn: "123-45-67890", email: "pay@", memo: "<script>alert(1)</script> 12월 할인 적용", role: "member" },
  errors: {
    brn: "「사업자등록번호」의 마지막 자리가 맞지 않습니다. 번호를 다시 확인해 주십시오.",
    email: "「이메일 주소」 값이 이메일 주소가 아닙니다. name@example.com처럼 입력해 주십시오.",
    zone: "「존」을 골라 주십시오.",
    agreed: "「약관」에 동의해 주십시오.",
  },
};
const roles = [
  { value: "member", label: "멤버", hint: "모든 고객사를 봅니다." },
  { value: "reseller", label: "리셀러", hint: "맡은 고객사만 봅니다." },
];

/** Fields at rest, and a form that was refused; with `refused` it takes the focus, as it does on a page. */
export function FormSection(props: { readonly csrf: string; readonly refused: boolean }) {
  return (
    <div class="grid gap-4 lg:grid-cols-2">
      <Panel title="처음" lead="고치기 전의 모습입니다.">
        <Form action="#" csrf={props.csrf}>
          <Field
            id="rest-name"
            name="name"
            label="계정명"
            required
            hint="화면에 이 이름으로 보입니다."
            placeholder="민간"
          />
          <Field id="rest-rate" name="rate" label="기본 할인율" value="12.5" inputmode="decimal" suffix="%" />
          <Field id="rest-fixed" name="fixed" label="접속 ID" value="hanbit-01" readonly />
          <PasswordField id="rest-password" name="password" label="비밀번호" required autocomplete="new-password" />
          <SelectField id="rest-zone" name="zone" label="존" options={[{ value: "public", label: "민간" }]} />
          <Field id="rest-file" name="file" label="로고" type="file" accept="image/png" />
          <CheckboxField id="rest-mail" name="mail" label="메일로 받기" checked />
          <Field id="rest-off" name="off" label="쓸 수 없는 칸" value="메인 계정만 고칩니다" disabled />
          <FormActions>
            <Button tone="primary" type="button">저장</Button>
            <LinkButton href="#">취소</LinkButton>
          </FormActions>
        </Form>
      </Panel>
      <Panel
        title="거절됨"
        lead="입력한 것은 그대로 있습니다."
        actions={<LinkButton href="?refused" small>막 보낸 것처럼 보기</LinkButton>}
      >
        <Form action="#" csrf={props.csrf} form={props.refused ? wrong : undefined}>
          <Field
            name="brn"
            label="사업자등록번호"
            form={wrong}
            required
            inputmode="numeric"
            hint="123-45-67890처럼 씁니다."
          />
          <Field name="email" label="이메일 주소" form={wrong} type="email" required />
          <SelectField name="zone" label="존" form={wrong} required options={[{ value: "public", label: "민간" }]} />
          <RadioField name="role" label="계정 타입" form={wrong} required options={roles} />
          <TextAreaField name="memo" label="관리 메모" form={wrong} hint="고객에게 보이지 않습니다." />
          <CheckboxField name="agreed" label="약관에 동의합니다." form={wrong} required />
          <FormActions>
            <Button tone="primary" type="button">저장</Button>
          </FormActions>
        </Form>
      </Panel>
    </div>
  );
}
