package io.cloudrelease.commandline;

import java.util.Optional;
import java.util.ServiceLoader;
import picocli.CommandLine.Model.CommandSpec;

/** {@code demo}: shown where the simulated clouds are on the class path, which the tool is not. */
final class DemoCommand implements ToolCommand {

  @Override
  public String name() {
    return "demo";
  }

  @Override
  public boolean isShown() {
    return demonstration().isPresent();
  }

  @Override
  public CommandSpec spec(Grammar grammar) {
    return grammar
        .command(name())
        .addOption(grammar.flag("--json").build())
        .addOption(grammar.flag("--all").build());
  }

  @Override
  public Task read(Given given) {
    return new Demo(given.has("--json"), given.has("--all"));
  }

  private static Optional<Demonstration> demonstration() {
    return ServiceLoader.load(Demonstration.class).findFirst();
  }

  /**
   * Releases a fleet on simulated clouds.
   *
   * @param json whether the result is printed as JSON
   * @param all whether every verdict is
   */
  record Demo(boolean json, boolean all) implements Task {
    @Override
    public int run(Session session) throws UsageException {
      return demonstration()
          .orElseThrow(() -> new UsageException(Message.of("demo.missing")))
          .run(session.surroundings(), json, all);
    }
  }
}
