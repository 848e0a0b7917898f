import { Button, Modal, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useClient } from 'urql';
import { counted, moment, seconds } from '../../lib/format';
import type { AlertRuleInput, AlertSeverity, AlertSimulationQuery } from '../../lib/gql/graphql';
import { propertyName } from '../../lib/words';
import { ChangeRule, DefineRule, type Rule, Simulate, severities, type Watch, words } from './alerts';
import { draftOf, minutes } from './rule';

type Simulated = AlertSimulationQuery['alertSimulation'];

const dayMs = 86_400_000;
const shown = 5;
// Tells the conversion of a funnel from a figure of a name.
const funnel = 'funnel ';

/** A new rule, or one to be changed; what it would have told of is seen before it is switched on. */
export function RuleForm({ rule, watch, onClose, onSaved }: { rule: Rule | null; watch: Watch; onClose: () => void; onSaved: () => void }) {
  const client = useClient();
  const [draft, write] = useState(() => draftOf(rule));
  const [problem, tell] = useState('');
  const [simulated, show] = useState<Simulated | null>(null);
  const [doing, wait] = useState<'save' | 'simulate' | null>(null);
  const figure = watch.alertFigures.find(({ name }) => name === draft.metric);
  const funnels = watch.savedFunnels.filter(({ id, archived }) => !archived || id === draft.funnelId);
  const set = (changed: Partial<AlertRuleInput>) => {
    write((before) => ({ ...before, ...changed }));
    show(null);
    tell('');
  };
  const save = async () => {
    wait('save');
    const { error } = rule ? await client.mutation(ChangeRule, { id: rule.id, input: draft }) : await client.mutation(DefineRule, { input: draft });
    wait(null);
    if (error) tell(words(error));
    else onSaved();
  };
  const simulate = async () => {
    wait('simulate');
    const to = Date.now();
    const { data, error } = await client.query(Simulate, { input: { ...draft, name: draft.name || 'Rule' }, range: { from: new Date(to - 7 * dayMs).toISOString(), to: new Date(to).toISOString() } }, { requestPolicy: 'network-only' });
    wait(null);
    tell(error ? words(error) : '');
    show(data?.alertSimulation ?? null);
  };
  const minutesOf = (iso: string | null | undefined) => seconds(iso ?? 'PT0S') / 60;
  const longest = figure ? minutesOf(figure.longestWindow) : 44_640;
  const step = draft.escalation?.[0];
  const names = watch.alertChannels.map(({ name }) => name);
  return (
    <Modal opened onClose={onClose} title={rule ? `Change ${rule.name}` : 'A new rule'} size="lg" transitionProps={{ duration: 100 }} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className="filter-editor" onSubmit={(event) => { event.preventDefault(); void save(); }}>
        <TextInput label="Name" value={draft.name} maxLength={100} onChange={(event) => set({ name: event.currentTarget.value })} data-autofocus />
        <div className="controls start">
          <Select w={260} label="Figure" allowDeselect={false} value={draft.funnelId ? funnel + draft.funnelId : (draft.metric ?? null)} data={[...watch.alertFigures.map(({ name, label }) => ({ value: name, label })), ...funnels.map(({ id, name }) => ({ value: funnel + id, label: `Conversion of ${name}` }))]} onChange={(chosen) => set({ ...(chosen?.startsWith(funnel) ? { metric: null, funnelId: chosen.slice(funnel.length) } : { metric: chosen, funnelId: null }), dimension: null, value: null })} />
          {figure && figure.dimensions.length > 0 && <Select w={160} label="By" placeholder="In total" clearable value={draft.dimension ?? null} data={figure.dimensions.map((known) => ({ value: known, label: propertyName(known) }))} onChange={(dimension) => set({ dimension, value: null })} />}
          {draft.dimension && <TextInput w={160} label="Only" placeholder="each on its own" value={draft.value ?? ''} onChange={(event) => set({ value: event.currentTarget.value || null })} />}
        </div>
        <div className="controls start">
          <TextInput w={130} label="Is" description="such as < 10" value={draft.condition} onChange={(event) => set({ condition: event.currentTarget.value })} />
          {longest > 0 && <NumberInput w={130} label="Counted over" description="minutes" min={1} max={longest} value={minutesOf(draft.window)} onChange={(value) => set({ window: minutes(Number(value)) })} />}
          <NumberInput w={130} label="For" description="minutes on end" min={0} max={1440} value={minutesOf(draft.for)} onChange={(value) => set({ for: minutes(Number(value)) })} />
          <NumberInput w={130} label="Over after" description="calm minutes" min={0} max={1440} value={minutesOf(draft.recoverAfter)} onChange={(value) => set({ recoverAfter: minutes(Number(value)) })} />
        </div>
        <div className="controls start">
          <Select w={130} label="Severity" allowDeselect={false} value={draft.severity ?? 'WARNING'} data={Object.entries(severities).map(([value, label]) => ({ value, label }))} onChange={(severity) => set({ severity: severity as AlertSeverity })} />
          <MultiSelect className="grow" label="Tell at once" placeholder={names.length === 0 ? 'No channel yet' : 'Nobody'} value={[...draft.notify]} data={names} onChange={(notify) => set({ notify })} />
        </div>
        <div className="controls start">
          <NumberInput w={190} label="If nobody acknowledges within" description="minutes" min={1} max={1440} value={step ? minutesOf(step.after) : 15} onChange={(value) => set({ escalation: step ? [{ ...step, after: minutes(Number(value)) }] : [] })} disabled={!step} />
          <MultiSelect className="grow" label="Tell then" description="and when it is over" placeholder="Nobody else" value={step ? [...step.notify] : []} data={names} onChange={(notify) => set({ escalation: notify.length > 0 ? [{ after: step?.after ?? minutes(15), notify }] : [] })} />
        </div>
        <div role="status" aria-live="polite">{simulated && <Simulation simulated={simulated} />}</div>
        <div role="alert">{problem && <span className="down">{problem}</span>}</div>
        <div className="controls">
          <Button variant="light" disabled={!figure?.simulated} title={figure?.simulated ? undefined : 'What this figure was is not known minute by minute.'} loading={doing === 'simulate'} onClick={() => void simulate()}>Try it on the last week</Button>
          <Button type="submit" loading={doing === 'save'}>{rule ? 'Change it' : 'Watch it'}</Button>
        </div>
      </form>
    </Modal>
  );
}

function Simulation({ simulated }: { simulated: Simulated }) {
  if (simulated.alerts.length === 0) return <p className="flush strong">Nobody would have been told in the last week.</p>;
  const rest = simulated.alerts.length - shown;
  return (
    <>
      <p className="flush strong">{counted(simulated.alerts.length, 'alert')} in the last week, nobody was told:</p>
      <ul className="letters">
        {simulated.alerts.slice(-shown).reverse().map((alert) => (
          <li key={`${alert.firedAt} ${alert.group}`}>{moment(alert.firedAt)} (UTC){alert.resolvedAt ? ` to ${moment(alert.resolvedAt)}` : ', still firing'}. {alert.summary}</li>
        ))}
      </ul>
      {rest > 0 && <p className="quiet flush">And {counted(rest, 'earlier one')}.</p>}
    </>
  );
}
