package io.cloudrelease.credentials;

import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.transport.HttpTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The first source that has credentials. One that is there and broken ends the search with its
 * error; when none has any, the error tells what was tried, in order, and why each did not do.
 */
final class FirstOf implements CredentialsProvider {
  private final String what;
  private final List<CredentialsProvider> sources;

  FirstOf(String what, List<CredentialsProvider> sources) {
    this.what = Objects.requireNonNull(what, "what");
    sources.forEach(source -> Objects.requireNonNull(source, "source"));
    this.sources = List.copyOf(sources);
  }

  @Override
  public Credentials resolve() {
    List<String> misses = new ArrayList<>();
    for (CredentialsProvider source : sources) {
      try {
        return ask(source);
      } catch (ConfigurationException miss) {
        if (!miss.isAbsence()) {
          throw miss;
        }
        misses.add("(" + (misses.size() + 1) + ") " + miss.getMessage());
      }
    }
    throw ConfigurationException.absent(
        "no credentials for " + what + "; tried in this order: " + String.join("; ", misses));
  }

  private Credentials ask(CredentialsProvider source) {
    try {
      return source.resolve();
    } catch (InvalidRequestException wrong) {
      // A key or token in that source is no key or token: broken, not absent.
      throw new ConfigurationException(
          "credentials for " + what + ": " + wrong.getMessage(), wrong);
    }
  }

  @Override
  public boolean refresh() {
    boolean any = false;
    for (CredentialsProvider source : sources) {
      any |= source.refresh();
    }
    return any;
  }

  @Override
  public void callThrough(HttpTransport transport) {
    sources.forEach(source -> source.callThrough(transport));
  }

  @Override
  public String toString() {
    return "credentials for " + what;
  }
}
