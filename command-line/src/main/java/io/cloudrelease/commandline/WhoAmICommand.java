package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.error.ConfigurationException;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.spi.identity.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
    return new WhoAmI(given.rest(), CloudOptions.of(given), given.has("--json"));
  }

  /**
   * Says whose keys the accounts call with.
   *
   * @param named which, each of which has to answer; empty for all there are
   * @param clouds where they are reached
   * @param json whether as JSON
   */
  record WhoAmI(List<String> named, CloudOptions clouds, boolean json) implements Task {
    WhoAmI {
      named = List.copyOf(named);
      Objects.requireNonNull(clouds, "clouds");
    }

    @Override
    public int run(Session session) throws UsageException {
      Map<String, Caller> callers = new TreeMap<>();
      Map<String, String> silent = new TreeMap<>();
      Setup setup = clouds.setup(session);
      check(setup.accounts());
      List<String> accounts = named.isEmpty() ? setup.accounts() : named;
      try (ReleaseClient client = setup.client().build()) {
        for (String account : accounts) {
          try {
            callers.put(account, client.whoAmI(account));
          } catch (ConfigurationException | InvalidRequestException wrong) {
            silent.put(account, String.valueOf(wrong.getMessage()));
          }
        }
      } catch (ConfigurationException wrong) {
        throw new UsageException(Message.plain(String.valueOf(wrong.getMessage())));
      }
      boolean whole =
          session.print(
              json
                  ? json(accounts, setup, callers, silent)
                  : table(accounts, callers, silent, session));
      List<Message> others = others(setup, callers);
      others.forEach(session::warn);
      return callers.isEmpty() || !others.isEmpty() || !named.isEmpty() && !silent.isEmpty()
          ? ExitCode.USAGE
          : ExitCode.printed(whole, ExitCode.GOOD);
    }

    /** Where the keys are not those of the account that the file expects. */
    private static List<Message> others(Setup setup, Map<String, Caller> callers) {
      List<Message> others = new ArrayList<>();
      callers.forEach(
          (account, caller) ->
              setup
                  .expectedId(account)
                  .filter(expected -> !expected.equals(caller.accountId()))
                  .ifPresent(
                      expected ->
                          others.add(
                              Message.of("whoami.other", account, caller.accountId(), expected))));
      return others;
    }

    private void check(List<String> known) throws UsageException {
      List<Message> problems = new ArrayList<>();
      for (String account : named) {
        if (!known.contains(account)) {
          problems.add(Message.of("whoami.unknown", account, String.join(", ", known)));
        }
      }
      if (!problems.isEmpty()) {
        throw new UsageException(problems);
      }
    }

    private static String table(
        List<String> accounts,
        Map<String, Caller> callers,
        Map<String, String> silent,
        Session session) {
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

    private static String json(
        List<String> accounts,
        Setup setup,
        Map<String, Caller> callers,
        Map<String, String> silent) {
      JsonWriter json = new JsonWriter().object().member("schema", 1).array("accounts");
      for (String account : accounts) {
        Caller caller = callers.get(account);
        json.object().member("account", account);
        setup.expectedId(account).ifPresent(expected -> json.member("expected", expected));
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
