import { expect, it } from 'vitest';
import { eventName, likelyConversion, ownEvents, propertyName, valueName } from './words';

it('says countries and languages as people do, and leaves what it does not know', () => {
  expect([valueName('country', 'AT'), valueName('language', 'de-AT'), valueName('country', 'not a code'), valueName('page', '/a')]).toEqual(['Austria', 'Austrian German', 'not a code', '/a']);
});

it("keeps the names of a client's own events and properties", () => {
  expect([eventName('page_viewed'), eventName('Signed Up'), eventName('order_placed'), propertyName('utm_campaign'), propertyName('plan')]).toEqual(['Page viewed', 'Signed Up', 'order_placed', 'Campaign', 'plan']);
});

it('takes an order for a conversion rather than what is seen most', () => {
  const names = ['page_viewed', 'file_requested', 'Product Added', 'Order Completed'];
  expect([ownEvents(names), likelyConversion(names), likelyConversion(['heartbeat', 'Searched']), likelyConversion(['heartbeat']), likelyConversion([])]).toEqual([['Product Added', 'Order Completed'], 'Order Completed', 'Searched', 'heartbeat', undefined]);
});
