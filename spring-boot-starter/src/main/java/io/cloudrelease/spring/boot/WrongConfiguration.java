package io.cloudrelease.spring.boot;

import io.cloudrelease.error.ConfigurationException;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what is wrong with the configuration without a stack trace, one line each. */
final class WrongConfiguration extends AbstractFailureAnalyzer<ConfigurationException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, ConfigurationException cause) {
    String all =
        cause.problems().stream()
            .map(problem -> "  - " + problem)
            .collect(Collectors.joining(System.lineSeparator()));
    return new FailureAnalysis(
        "CloudRelease is not set up right:" + System.lineSeparator() + all,
        "Correct the properties beneath cloudrelease, or the class path.",
        cause);
  }
}
