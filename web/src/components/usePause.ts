import { type FocusEvent, useState } from 'react';

/** Whether somebody reads what is listed: the pointer or the keyboard is in it. */
export function usePause() {
  const [hovered, hover] = useState(false);
  const [focused, focus] = useState(false);
  return {
    paused: hovered || focused,
    handlers: {
      // Moving, not being under it: what slides under a resting pointer is not read yet.
      onMouseMove: () => hover(true),
      onMouseLeave: () => hover(false),
      onFocus: () => focus(true),
      onBlur: (event: FocusEvent) => focus(event.currentTarget.contains(event.relatedTarget)),
    },
  };
}
