import { expect, it } from 'vitest';
import { eventName, propertyName, valueName } from './words';

it('says countries and languages as people do, and leaves what it does not know', () => {
  expect([valueName('country', 'AT'), valueName('language', 'de-AT'), valueName('country', 'not a code'), valueName('page', '/a')]).toEqual(['Austria', 'Austrian German', 'not a code', '/a']);
});

it("keeps the names of a client's own events and properties", () => {
  expect([eventName('page_viewed'), eventName('Signed Up'), eventName('order_placed'), propertyName('utm_campaign'), propertyName('plan')]).toEqual(['Page viewed', 'Signed Up', 'order_placed', 'Campaign', 'plan']);
});
