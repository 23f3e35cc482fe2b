package io.cloudrelease.execution.record;

import io.cloudrelease.execution.call.Extension;
import io.cloudrelease.journal.Claim;
import io.cloudrelease.journal.JournalEntry;
import io.cloudrelease.journal.JournalException;
import io.cloudrelease.journal.ReleaseJournal;
import io.cloudrelease.journal.RunLog;
import io.cloudrelease.model.InstanceRef;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run's log that a stranger may have written: whatever it throws besides what it may, an Error
 * too, comes as an {@link Extension.BrokenException}.
 */
public final class StrangersLog implements RunLog {
  private static final Logger LOG = LoggerFactory.getLogger(StrangersLog.class);

  private final RunLog log;

  private StrangersLog(RunLog log) {
    this.log = log;
  }

  static StrangersLog of(RunLog log) {
    return log instanceof StrangersLog known ? known : new StrangersLog(log);
  }

  private interface Question<T> {
    T answer() throws JournalException;
  }

  private interface Message {
    void tell() throws JournalException;
  }

  /**
   * The log of a run that begins.
   *
   * @throws JournalException when there is none, whatever the journal threw
   */
  public static RunLog begun(ReleaseJournal journal, JournalEntry.RunStarted started)
      throws JournalException {
    return of(given(() -> journal.begin(started)));
  }

  /**
   * The log of a run to be gone on with.
   *
   * @throws JournalException when there is none, whatever the journal threw
   */
  public static RunLog resumed(ReleaseJournal journal) throws JournalException {
    return of(given(journal::resume));
  }

  /**
   * What a log holds already.
   *
   * @throws JournalException when it does not tell; it is closed then
   */
  public static List<JournalEntry> history(RunLog log) throws JournalException {
    try {
      return given(log::history);
    } catch (JournalException untold) {
      shut(log);
      throw untold;
    }
  }

  /** Closes a log that is of no use, whatever it says to that. */
  public static void shut(RunLog log) {
    try {
      of(log).close();
    } catch (JournalException | Extension.BrokenException open) {
      LOG.debug("a log that is of no use could not be closed: {}", open.toString());
    }
  }

  private static <T> T given(Question<T> question) throws JournalException {
    try {
      return ask(question);
    } catch (Extension.BrokenException broken) {
      throw new JournalException("the journal threw " + broken.getMessage(), "");
    }
  }

  private static <T> T ask(Question<T> question) throws JournalException {
    try {
      return Extension.ask(
          () -> {
            try {
              return question.answer();
            } catch (JournalException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (Extension.BrokenException broken) {
      if (broken.getCause() instanceof UncheckedIOException thrown
          && thrown.getCause() instanceof JournalException told) {
        throw told;
      }
      throw broken;
    }
  }

  private static void tell(Message message) throws JournalException {
    ask(
        () -> {
          message.tell();
          return true;
        });
  }

  @Override
  public List<JournalEntry> history() {
    return Extension.ask(log::history);
  }

  @Override
  public Map<InstanceRef, Claim> intend(JournalEntry.BatchIntent intent) throws JournalException {
    return ask(() -> log.intend(intent));
  }

  @Override
  public void checkOwner() throws JournalException {
    tell(log::checkOwner);
  }

  @Override
  public void note(JournalEntry entry) throws JournalException {
    tell(() -> log.note(entry));
  }

  @Override
  public void close() throws JournalException {
    tell(log::close);
  }
}
