package io.cloudrelease.commandline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resume}: its arguments. The journal holds the others. */
@Command(
    name = "resume",
    header = "Completes a run whose process died.",
    customSynopsis = "cloudrelease resume --journal FILE [options]%n",
    synopsisHeading = "%n",
    sortOptions = false)
final class ResumeCommand implements Job {
  @Parameters(hidden = true, arity = "0..*")
  private final List<String> texts = new ArrayList<>();

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      converter = Values.OfPath.class,
      description = "the journal of the run that broke off")
  @Nullable Path journal;

  @Mixin SharedOptions shared = new SharedOptions();

  @Override
  public void check(List<String> problems) {
    if (!texts.isEmpty()) {
      problems.add("resume takes no references: the journal names the instances; leave them out");
    }
    shared.check(problems);
    if (journal == null && problems.isEmpty()) {
      problems.add("resume needs --journal FILE: the journal of the run that broke off");
    }
  }

  @Override
  public int run(Surroundings surroundings) throws UsageException {
    return new ResumeRun(surroundings, this, Objects.requireNonNull(journal)).run();
  }
}
