package io.cloudrelease.execution.instance;

/**
 * How often what was tried for an instance.
 *
 * @param refusals refused calls that named it
 * @param alone those of them that named it alone
 * @param resends sends because looks showed it unchanged
 * @param lookFailures looks that failed in a row
 * @param together the most instances its next call may hold
 */
public record Efforts(int refusals, int alone, int resends, int lookFailures, int together) {
  public static final Efforts NONE = new Efforts(0, 0, 0, 0, Integer.MAX_VALUE);

  Efforts refused(boolean byItself) {
    return new Efforts(refusals + 1, byItself ? alone + 1 : alone, resends, lookFailures, together);
  }

  Efforts resent() {
    return new Efforts(refusals, alone, resends + 1, lookFailures, together);
  }

  Efforts lookFailures(int count) {
    return count == lookFailures ? this : new Efforts(refusals, alone, resends, count, together);
  }

  Efforts together(int most) {
    return new Efforts(refusals, alone, resends, lookFailures, Math.max(1, most));
  }
}
