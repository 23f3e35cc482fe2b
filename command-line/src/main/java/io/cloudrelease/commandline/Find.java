package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.find.Found;
import io.cloudrelease.find.Selection;
import io.cloudrelease.find.Unread;
import io.cloudrelease.model.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds instances, and names them.
 *
 * @param selection which, and where
 * @param format how they are printed: the option that says so; empty for a table at a terminal and
 *     references elsewhere
 * @param clouds the accounts
 */
record Find(Selection selection, String format, CloudOptions clouds) implements Task {

  Find {
    Objects.requireNonNull(selection, "selection");
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(clouds, "clouds");
  }

  @Override
  public int run(Session session) throws UsageException {
    Setup setup = clouds.setup(session);
    try (ReleaseClient client = setup.client().build()) {
      Found found = client.find(in(setup));
      session.list(shown(found, session));
      for (Unread unread : found.incomplete()) {
        session.warn(Message.of("find.unread", unread.place(), unread.reason().summary()));
      }
      found
          .leftOut()
          .forEach((place, why) -> session.warn(Message.of("find.left-out", place, why)));
      session.note("find.sum", found.instances().size(), found.listed());
      return found.isComplete() ? ExitCode.GOOD : ExitCode.INCOMPLETE;
    } catch (ConfigurationException | InvalidRequestException wrong) {
      throw new UsageException(Message.plain(String.valueOf(wrong.getMessage())));
    }
  }

  /** The selection, where an account alone stands for its usual regions. */
  private Selection in(Setup setup) {
    Selection.Builder whole = Selection.builder().deadline(selection.deadline());
    selection.places().stream().flatMap(p -> setup.places(p).stream()).forEach(whole::in);
    selection.conditions().forEach(whole::where);
    return whole.build();
  }

  private String shown(Found found, Session session) {
    return switch (format) {
      case "--json" -> found.toJson() + '\n';
      case "--csv" -> FoundCsv.of(found);
      case "--ids" -> ids(found);
      default -> session.surroundings().terminal() ? table(found, session) : found.toReferences();
    };
  }

  private static String ids(Found found) {
    StringBuilder ids = new StringBuilder();
    found.refs().forEach(ref -> ids.append(ref.id()).append('\n'));
    return ids.toString();
  }

  private static String table(Found found, Session session) {
    if (found.instances().isEmpty()) {
      return "";
    }
    TextTable table = new TextTable().row(List.of(session.say("plan.columns").split("\\|")));
    for (Snapshot snapshot : found.instances()) {
      table.row(PlanShown.row(snapshot.ref(), Optional.of(snapshot), found.at()));
    }
    return table.shown(session.surroundings().columns());
  }

  /** What was found as CSV, safe to open in a spreadsheet. */
  private static final class FoundCsv {
    private static final String HEAD =
        "instance,account,region,id,name,state,charge_type,zone,created,expires,tags\r\n";

    private FoundCsv() {}

    static String of(Found found) {
      StringBuilder csv = new StringBuilder(HEAD);
      for (Snapshot s : found.instances()) {
        List<String> tags =
            new TreeMap<>(s.tags())
                .entrySet().stream().map(tag -> tag.getKey() + "=" + tag.getValue()).toList();
        List<String> cells =
            List.of(
                s.ref().toString(),
                s.ref().provider(),
                s.ref().region(),
                s.ref().id(),
                s.name(),
                s.state(),
                s.chargeType(),
                s.zone(),
                s.createdAt().map(Instant::toString).orElse(""),
                s.expiresAt().map(Instant::toString).orElse(""),
                String.join(" ", tags));
        csv.append(String.join(",", cells.stream().map(Csv::cell).toList())).append("\r\n");
      }
      return csv.toString();
    }
  }
}
