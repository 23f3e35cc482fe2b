package io.cloudrelease.execution.instance;

/** Where an instance stands on its way to a verdict. */
public enum Standing {
  /** Not looked at yet; nothing was sent in this run. */
  NEW,
  /** May be sent. */
  READY,
  /** In a call that has not ended. */
  SENDING,
  /** Between two states, already leaving without us, or held back for now: look again. */
  LOOKING,
  /** The cloud acknowledged: look until it is at the goal. */
  WAITING,
  /** A send may have been carried out: look until that is settled. */
  OPEN,
  /** Refused: look to explain it. */
  ASKING,
  /** It has its verdict; nothing more is learned of it. */
  DONE
}
