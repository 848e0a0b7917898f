import { Button, NumberInput, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { FilterBar } from '../../components/FilterBar';
import { MatchEditor } from '../../components/insight/MatchEditor';
import type { Range } from '../../lib/view';
import { type Rule, withins } from './segment';

const mostRules = 8;

/** What must hold of a person: what it did and did not, and what it is. */
export function Rules({ rules, all, range, traits, onChange, onAll }: { rules: readonly Rule[]; all: boolean; range: Range; traits: readonly string[]; onChange: (rules: readonly Rule[]) => void; onAll: (all: boolean) => void }) {
  const replaced = (index: number, rule: Rule) => onChange(rules.map((known, place) => (place === index ? rule : known)));
  const deeds = rules.filter((rule) => rule.kind !== 'is');
  return (
    <div className="stack tight">
      {rules.map((rule, index) =>
        rule.kind === 'is' ? null : (
          <MatchEditor key={index} mark={String(deeds.indexOf(rule) + 1)} label={`rule ${deeds.indexOf(rule) + 1}`} match={rule.match} range={range} onChange={(match) => replaced(index, { ...rule, match })} onRemove={() => onChange(rules.filter((_, place) => place !== index))}>
            <Select size="sm" w={110} aria-label={`Did or did not, of rule ${deeds.indexOf(rule) + 1}`} allowDeselect={false} value={rule.kind} data={[{ value: 'did', label: 'did' }, { value: 'didNot', label: 'did not' }]} onChange={(kind) => replaced(index, { ...rule, kind: kind === 'didNot' ? 'didNot' : 'did' })} />
            <NumberInput size="sm" w={130} aria-label={`Times, of rule ${deeds.indexOf(rule) + 1}`} min={1} max={10_000} allowDecimal={false} prefix="at least " suffix=" ×" value={rule.atLeast} onChange={(value) => replaced(index, { ...rule, atLeast: Math.max(1, Number(value) || 1) })} />
            <Select size="sm" w={170} aria-label={`Since when, of rule ${deeds.indexOf(rule) + 1}`} allowDeselect={false} value={rule.within ?? ''} data={[{ value: '', label: 'ever' }, ...Object.entries(withins).map(([value, label]) => ({ value, label }))]} onChange={(within) => replaced(index, { ...rule, within: within || null })} />
          </MatchEditor>
        ),
      )}
      <div className="controls start">
        <Button variant="default" size="sm" leftSection={<IconPlus size={14} aria-hidden />} disabled={rules.length >= mostRules} onClick={() => onChange([...rules, { kind: 'did', match: { name: 'page_viewed', filters: [] }, atLeast: 1, within: null }])}>
          Who did
        </Button>
        <FilterBar filters={rules.flatMap((rule) => (rule.kind === 'is' ? [rule.property] : []))} onChange={(filters) => onChange([...deeds, ...filters.map((property): Rule => ({ kind: 'is', property }))])} range={range} label="Who is" add="Trait or property" own={traits} />
        {rules.length > 1 && <Select size="sm" w={160} aria-label="Which rules must hold" allowDeselect={false} value={all ? 'all' : 'any'} data={[{ value: 'all', label: 'all must hold' }, { value: 'any', label: 'any must hold' }]} onChange={(value) => onAll(value !== 'any')} />}
      </div>
    </div>
  );
}
