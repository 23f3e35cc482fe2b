package io.cloudrelease.simulation;

import java.time.Duration;
import java.util.Optional;

/**
 * What goes wrong in a seed of version 2 beside what its version 1 draws: each seed has a few of
 * these, so that a story stays one that a person can follow.
 */
final class Hardships {
  /** From this seed on lags are also longer than the longest that is promised for. */
  static final long BEYOND = 1_000_000_000_000L;

  /** From this seed on to {@link #BEYOND} what makes others' sends unclear comes together. */
  static final long ROUGH = 500_000_000_000L;

  private static final long LATER = 0x5DEECE66DL;

  private static final String NOBODYS_WORD = "TidyUp";

  static final Duration LONGEST_LAG = Duration.ofMinutes(5);

  enum Crash {
    NEVER,
    BEFORE_INTENT,
    WITHIN_INTENT,
    AFTER_INTENT,
    BEFORE_ANSWER,
    AFTER_ANSWER,
    AT_A_TIME
  }

  enum Full {
    NEVER,
    AT_BEGIN,
    AT_INTENT,
    AT_NOTE
  }

  /** Who else is at work on the same instances. */
  enum Company {
    NOBODY,
    SAME_CLIENT,
    SAME_PROCESS,
    SAME_FOLDER,
    STRANGER
  }

  enum Alias {
    NONE,
    IN_ONE_REQUEST,
    IN_SECOND_RUN
  }

  enum Unruly {
    NOBODY,
    LISTENER,
    GUARD,
    PACE,
    PROVIDER
  }

  enum Way {
    EXCEPTION,
    ERROR,
    NULL,
    HANG
  }

  /** How instances are shown on the way that our call set going. */
  enum Passing {
    USUAL,
    /** In a state that this version does not know. */
    UNHEARD_OF,
    /** Tencent: as before, and only the latest operation tells of it. */
    BY_OPERATION
  }

  enum JournalKind {
    NONE,
    FILE,
    FOLDER
  }

  final boolean beyond;

  /** No look is older; zero leaves the lag of version 1. */
  final Duration mostLag;

  /** How many of the looks lag. */
  final double laggingShare;

  /** How many destructive calls get no answer and are carried out later. */
  final double lateShare;

  /** For how many of those a gateway answers that gave up waiting. */
  final double gatewayShare;

  final double rowsShare;
  final boolean emptyLook;
  final Crash crash;

  /** At which intent or call. */
  final int crashAt;

  final Duration crashAfter;
  final Duration downtime;
  final boolean crashAgain;

  /** After a crash another run asks for the same, instead of a resume. */
  final boolean startOver;

  final Full full;
  final int fullAt;
  final JournalKind journal;
  final int clockSteps;
  final int drift;
  final Company company;
  final Duration companyAfter;
  final Alias alias;
  final boolean close;
  final Duration closeAfter;
  final Unruly unruly;
  final Way way;
  final int unrulyFrom;
  final boolean unrulyForever;
  final boolean longDeadline;

  /** Lists that write their total as a number with a point. */
  final boolean oddTotals;

  /** One more instance is asked for, in a region that does not exist. */
  final boolean nowhere;

  /** Tencent puts what is paid by use into the bin first, too; nobody says so beforehand. */
  final boolean postpaidBins;

  /** Zenlayer refuses to end a subscription that has ended by an earlier call. */
  final boolean endedRefused;

  /** What our call set going is shown in a way that providers have no word for. */
  final Passing passing;

  /** What Tencent calls it then. */
  final String operation;

  /** How long such a way lasts. */
  final Duration onTheWay;

  /** No escalating call is sent a second time, whatever looks prove. */
  final boolean sendsOnce;

  /** From that time on a guard objects. */
  final Optional<Duration> curfew;

  Hardships(long seed, Draw draw) {
    beyond = seed >= BEYOND;
    boolean rough = seed >= ROUGH && !beyond;
    mostLag =
        beyond
            ? draw.millis(301_000, 1_800_000)
            : draw.chance(rough ? 0.8 : 0.35)
                ? draw.millis(0, draw.oneOf(15_000, 60_000, 300_000, 300_000))
                : Duration.ZERO;
    laggingShare = draw.oneOf(0.2, 0.6, 1.0);
    lateShare = draw.chance(rough ? 0.9 : 0.25) ? draw.oneOf(0.1, 0.3, 0.8) : 0;
    rowsShare = draw.chance(0.1) ? draw.oneOf(0.1, 0.4) : 0;
    emptyLook = draw.chance(0.1);
    crash = draw.chance(rough ? 0.3 : 0.15) ? draw.oneOf(Crash.values()) : Crash.NEVER;
    crashAt = draw.oneOf(1, 1, 1, 2, 2, 3, 5);
    crashAfter = draw.millis(0, draw.oneOf(1_000, 30_000, 600_000));
    downtime = draw.millis(0, draw.oneOf(2_000, 60_000, 1_200_000));
    crashAgain = draw.chance(0.2);
    startOver = draw.chance(0.2);
    full = crash == Crash.NEVER && draw.chance(0.08) ? draw.oneOf(Full.values()) : Full.NEVER;
    fullAt = draw.oneOf(1, 1, 2, 3);
    clockSteps = draw.chance(0.15) ? draw.between(1, 3) : 0;
    drift = draw.chance(0.05) ? draw.between(-50_000, 50_000) : 0;
    company = draw.chance(rough ? 0.8 : 0.25) ? draw.oneOf(Company.values()) : Company.NOBODY;
    companyAfter = draw.millis(0, draw.oneOf(2_000, 30_000, 300_000, 1_200_000));
    alias = draw.chance(0.06) ? draw.oneOf(Alias.values()) : Alias.NONE;
    close = draw.chance(0.1);
    closeAfter = draw.millis(0, draw.oneOf(500, 10_000, 120_000));
    unruly = draw.chance(0.12) ? draw.oneOf(Unruly.values()) : Unruly.NOBODY;
    way = draw.oneOf(Way.values());
    unrulyFrom = draw.oneOf(1, 1, 2, 3, 5, 8);
    unrulyForever = draw.chance(0.4);
    longDeadline = draw.chance(0.3);
    oddTotals = draw.chance(0.05);
    nowhere = draw.chance(0.05);
    curfew =
        draw.chance(0.05)
            ? Optional.of(draw.millis(0, draw.oneOf(2_000, 30_000, 600_000)))
            : Optional.empty();
    boolean folder = company == Company.SAME_FOLDER || draw.chance(0.5);
    boolean needed = crash != Crash.NEVER || full != Full.NEVER || company == Company.SAME_FOLDER;
    journal = needed ? folder ? JournalKind.FOLDER : JournalKind.FILE : JournalKind.NONE;
    // From a source of its own: what came later changes nothing of what seeds drew before.
    Draw later = new Draw(seed ^ LATER);
    postpaidBins = later.chance(rough ? 0.4 : 0.12);
    sendsOnce = later.chance(0.08);
    operation = later.oneOf("TerminateInstances", "IsolateInstances", "ReturnNormal", NOBODYS_WORD);
    endedRefused = later.chance(rough ? 0.6 : 0.3);
    onTheWay = later.millis(0, later.oneOf(1_000, 60_000, 1_200_000));
    passing = later.chance(rough ? 0.25 : 0.12) ? later.oneOf(Passing.values()) : Passing.USUAL;
    gatewayShare = later.chance(0.5) ? later.oneOf(0.3, 1.0) : 0;
  }

  /** Whether nobody who is shown such a way can know that it is one. */
  boolean isUntold() {
    return passing == Passing.UNHEARD_OF
        || passing == Passing.BY_OPERATION && operation.equals(NOBODYS_WORD);
  }

  static Draw source(long seed) {
    return new Draw(~seed);
  }

  /** How long a call without an answer may still be carried out. */
  static Duration longestDelay(Kind kind) {
    return Duration.ofMinutes(kind == Kind.ALIYUN ? 15 : 5);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("hardships:");
    add(text, !mostLag.isZero(), "looks up to " + mostLag + " old (" + laggingShare + ")");
    add(text, lateShare > 0, "calls carried out late " + lateShare);
    add(text, lateShare * gatewayShare > 0, "a gateway answers for them " + gatewayShare);
    add(text, rowsShare > 0, "rows lost or repeated " + rowsShare);
    add(text, emptyLook, "one empty look");
    add(text, journal != JournalKind.NONE, "journal " + journal);
    add(text, crash != Crash.NEVER, "crash " + crash + " " + crashAt + " " + crashAfter);
    add(text, crash != Crash.NEVER, "down for " + downtime + (crashAgain ? ", crash again" : ""));
    add(text, crash != Crash.NEVER && startOver, "another run instead of a resume");
    add(text, full != Full.NEVER, "disk full " + full + " " + fullAt);
    add(text, clockSteps > 0, clockSteps + " clock steps");
    add(text, drift != 0, "drift " + drift + " per million");
    add(text, company != Company.NOBODY, "company " + company + " after " + companyAfter);
    add(text, alias != Alias.NONE, "two names " + alias);
    add(text, close, "closed after " + closeAfter);
    add(text, unruly != Unruly.NOBODY, unruly + " unruly: " + way + " from call " + unrulyFrom);
    add(text, oddTotals, "totals written with a point");
    add(text, nowhere, "one in a region that does not exist");
    add(text, postpaidBins, "Tencent bins what is paid by use");
    add(text, endedRefused, "what is not renewed is refused");
    add(text, sendsOnce, "sends once");
    add(
        text,
        passing != Passing.USUAL,
        "on its way it is shown " + passing + " (" + operation + ") for " + onTheWay);
    curfew.ifPresent(after -> add(text, true, "a guard objects after " + after));
    return text.toString();
  }

  private static void add(StringBuilder text, boolean is, String what) {
    if (is) {
      text.append(' ').append(what).append(';');
    }
  }
}
