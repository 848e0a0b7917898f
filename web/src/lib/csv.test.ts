import { expect, it } from 'vitest';
import { csv } from './csv';

it('quotes what needs it and leaves numbers numbers', () => {
  expect(csv(['Page', 'Visitors'], [['/a,b', 3], ['say "hi"\nagain', 1.5], [null, -2]])).toBe('Page,Visitors\r\n"/a,b",3\r\n"say ""hi""\nagain",1.5\r\n,-2\r\n');
});

it('never lets a spreadsheet run what a visitor sent', () => {
  expect(csv(['Page'], [['=HYPERLINK("x")'], ['@sum'], ['-1+1']])).toBe('Page\r\n"\'=HYPERLINK(""x"")"\r\n\'@sum\r\n\'-1+1\r\n');
});
