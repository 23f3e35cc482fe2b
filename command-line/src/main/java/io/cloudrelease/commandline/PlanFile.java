package io.cloudrelease.commandline;

import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.plan.KeptPlan;
import io.cloudrelease.text.TerminalText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.TreeMap;

/** A plan that was kept in a file. */
final class PlanFile {
  private static final String BEGINNING = "{\"schema\":\"cloudrelease-plan/";

  private PlanFile() {}

  /** Whether these bytes mean to be a plan; whether they are one as it was written is not said. */
  static boolean isMeant(byte[] bytes) {
    byte[] beginning = BEGINNING.getBytes(StandardCharsets.US_ASCII);
    return bytes.length >= beginning.length
        && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
  }

  /**
   * The plan.
   *
   * @throws UsageException when there is none, or it is not as it was written
   */
  static KeptPlan read(Path file) throws UsageException {
    try {
      if (Files.isDirectory(file)) {
        throw new UsageException(Message.of("plan.folder", file));
      }
      return KeptPlan.read(file);
    } catch (NoSuchFileException missing) {
      throw new UsageException(Message.of("file.missing", file));
    } catch (IOException unreadable) {
      throw new UsageException(Message.unreadable(file, unreadable));
    } catch (InvalidRequestException changed) {
      throw new UsageException(Message.of("plan.changed", String.valueOf(changed.getMessage())));
    }
  }

  /** It for people: what it would send, for which accounts, until when it may. */
  static String shown(KeptPlan kept, Path file, Session session, boolean all) {
    StringJoiner accounts = new StringJoiner(", ");
    new TreeMap<>(kept.accounts()).forEach((name, bond) -> accounts.add(name + " (" + bond + ")"));
    boolean over = session.surroundings().clock().instant().isAfter(kept.validUntil());
    return PlanShown.table(kept.plan(), session, all)
        + '\n'
        + TerminalText.of(session.say("plan.of", file, Times.shown(kept.plan().madeAt()), accounts))
        + '\n'
        + session.say(over ? "plan.over" : "plan.until", Times.shown(kept.validUntil()))
        + '\n'
        + session.say("plan.digest", kept.digest())
        + '\n';
  }
}
