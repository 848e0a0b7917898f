import { Component, type ReactNode } from 'react';
import { ErrorState } from '../components/States';

/** A page that breaks, or whose files a newer version has replaced, says so instead of leaving a white screen. */
export class Catch extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? (
      <ErrorState what="This page could not be shown." detail="It may have been updated meanwhile. Stored events are safe." retry={() => location.reload()} />
    ) : (
      this.props.children
    );
  }
}
