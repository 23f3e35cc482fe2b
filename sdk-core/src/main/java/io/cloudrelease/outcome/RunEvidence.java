package io.cloudrelease.outcome;

import io.cloudrelease.json.ChainedLines;
import io.cloudrelease.model.Evidence;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** The evidence of a run, printed when it is asked for. */
public final class RunEvidence implements Evidence {
  private final Supplier<List<String>> entries;

  private RunEvidence(Supplier<List<String>> entries) {
    this.entries = entries;
  }

  /** Of these entries, each a JSON object without line breaks; asked for when it is printed. */
  public static RunEvidence of(Supplier<List<String>> entries) {
    return new RunEvidence(Objects.requireNonNull(entries, "entries"));
  }

  /** Of a run that did not begin. */
  public static RunEvidence none() {
    return new RunEvidence(List::of);
  }

  @Override
  public String toJsonLines() {
    return ChainedLines.of(entries.get());
  }

  @Override
  public String head() {
    List<String> all = entries.get();
    return all.isEmpty() ? "" : ChainedLines.head(all);
  }
}
