package io.cloudrelease.execution.instance;

/**
 * How often what was tried for an instance.
 *
 * @param refusals refused calls that named it
 * @param alone those of them that named it alone
 * @param resends sends because looks showed it unchanged
 * @param lookFailures looks that failed in a row
 * @param together the most instances its next call may hold
 * @param leave what became of the caller's leave to send it once more without proof
 */
public record Efforts(
    int refusals, int alone, int resends, int lookFailures, int together, Leave leave) {
  public static final Efforts NONE = new Efforts(0, 0, 0, 0, Integer.MAX_VALUE, Leave.UNUSED);

  /** The leave holds once. */
  public enum Leave {
    UNUSED,
    /** What is to be sent next rests on it. */
    MEANT,
    /** A request that rested on it has left. */
    USED
  }

  Efforts refused(boolean byItself) {
    int own = byItself ? alone + 1 : alone;
    return new Efforts(refusals + 1, own, resends, lookFailures, together, leave);
  }

  Efforts resent() {
    return new Efforts(refusals, alone, resends + 1, lookFailures, together, leave);
  }

  Efforts lookFailures(int count) {
    return count == lookFailures
        ? this
        : new Efforts(refusals, alone, resends, count, together, leave);
  }

  Efforts together(int most) {
    return new Efforts(refusals, alone, resends, lookFailures, Math.max(1, most), leave);
  }

  /** What is to be sent next rests on the leave, or does not. */
  Efforts meant(boolean byLeave) {
    return leave == Leave.USED ? this : leave(byLeave ? Leave.MEANT : Leave.UNUSED);
  }

  /** What was to be sent has left. */
  Efforts left() {
    return leave == Leave.MEANT ? leave(Leave.USED) : this;
  }

  Efforts leave(Leave now) {
    return now == leave ? this : new Efforts(refusals, alone, resends, lookFailures, together, now);
  }
}
