package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.Caller;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;

/** {@code whoami}. */
final class WhoAmICommand implements ToolCommand {

  @Override
  public String name() {
    return "whoami";
  }

  @Override
  public CommandSpec spec(Grammar grammar) {
    CommandSpec command = grammar.command(name());
    command.addPositional(grammar.rest("ACCOUNT", "rest.account").build());
    CloudOptions.add(grammar, command);
    command.addOption(grammar.flag("--json").build());
    return command;
  }

  @Override
  public Task read(Given given) {
    TreeSet<String> known = new TreeSet<>(Accounts.names());
    for (String account : given.rest()) {
      if (!known.contains(account)) {
        given.wrong("whoami.unknown", account, String.join(", ", known));
      }
    }
    List<String> accounts = given.rest().isEmpty() ? List.copyOf(known) : given.rest();
    return new WhoAmI(
        accounts, !given.rest().isEmpty(), CloudOptions.of(given), given.has("--json"));
  }

  /**
   * Says whose keys the accounts call with.
   *
   * @param accounts which
   * @param named whether they were named: then each has to answer
   * @param clouds where they are reached
   * @param json whether as JSON
   */
  record WhoAmI(List<String> accounts, boolean named, CloudOptions clouds, boolean json)
      implements Task {
    WhoAmI {
      accounts = List.copyOf(accounts);
      Objects.requireNonNull(clouds, "clouds");
    }

    @Override
    public int run(Session session) throws UsageException {
      Map<String, Caller> callers = new TreeMap<>();
      Map<String, String> silent = new TreeMap<>();
      try (ReleaseClient client = clouds.client(session).build()) {
        for (String account : accounts) {
          try {
            callers.put(account, client.whoAmI(account));
          } catch (ConfigurationException | InvalidRequestException wrong) {
            silent.put(account, String.valueOf(wrong.getMessage()));
          }
        }
      }
      session.print(json ? json(callers, silent) : table(callers, silent, session));
      return callers.isEmpty() || named && !silent.isEmpty() ? ExitCode.USAGE : ExitCode.GOOD;
    }

    private String table(Map<String, Caller> callers, Map<String, String> silent, Session session) {
      TextTable table = new TextTable().row(List.of(session.say("whoami.columns").split("\\|")));
      for (String account : accounts) {
        Caller caller = callers.get(account);
        table.row(
            caller == null
                ? List.of(account, "-", "-", silent.getOrDefault(account, ""))
                : List.of(account, caller.accountId(), caller.kind(), caller.name()));
      }
      return table.shown(1000);
    }

    private String json(Map<String, Caller> callers, Map<String, String> silent) {
      JsonWriter json = new JsonWriter().object().member("schema", 1).array("accounts");
      for (String account : accounts) {
        Caller caller = callers.get(account);
        json.object().member("account", account);
        if (caller == null) {
          json.member("problem", silent.getOrDefault(account, ""));
        } else {
          json.member("accountId", caller.accountId())
              .member("kind", caller.kind())
              .member("name", caller.name());
        }
        json.end();
      }
      return json.end().end().toText() + '\n';
    }
  }
}
