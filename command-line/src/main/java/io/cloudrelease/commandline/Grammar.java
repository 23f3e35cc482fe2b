package io.cloudrelease.commandline;

import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The commands and their options, for picocli. Written with its builders: its annotations, read by
 * reflection, take a tenth of a second more at each start.
 */
final class Grammar {
  private static final int WIDTH = 100;
  private static final int WIDEST_OPTION = 26;

  private Grammar() {}

  /** A parser that collects what is wrong instead of ending at the first of it. */
  static CommandLine parser() {
    CommandLine parser =
        new CommandLine(
            tool()
                .addSubcommand("release", release())
                .addSubcommand("resume", resume())
                .addSubcommand("demo", demo())
                .addSubcommand("rehearse", rehearse()));
    parser.setExpandAtFiles(false);
    parser.setPosixClusteredShortOptionsAllowed(false);
    parser.setUsageHelpWidth(WIDTH);
    parser.setUsageHelpLongOptionsMaxWidth(WIDEST_OPTION);
    collectErrors(parser);
    parser.getSubcommands().values().forEach(Grammar::collectErrors);
    return parser;
  }

  private static void collectErrors(CommandLine parser) {
    parser.getCommandSpec().parser().collectErrors(true);
  }

  private static CommandSpec tool() {
    CommandSpec tool =
        command(
            "cloudrelease",
            "cloudrelease gives cloud instances back and says for every one what became of it.",
            "cloudrelease release [options] [REF...]",
            "cloudrelease resume --journal FILE [options]",
            "cloudrelease demo [--json] [--all]",
            "cloudrelease COMMAND --help | --help | --version");
    tool.usageMessage()
        .commandListHeading("%n")
        .footer(
            "",
            "Ctrl-C stops the sending and prints the whole result; a second one leaves at once,"
                + " with 130.",
            "Progress goes to stderr, the result to stdout.",
            "Exit: 0 all at the goal or accepted; 2 usage or configuration, nothing was sent;",
            "      3 some REJECTED, NOT_SENT, NOT_FOUND or short of the goal; 4 some UNKNOWN.",
            "Credentials: ZENLAYERCLOUD_ACCESS_KEY_ID, ZENLAYERCLOUD_ACCESS_KEY_PASSWORD;",
            "      TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY, TENCENTCLOUD_TOKEN;",
            "      ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET,",
            "      ALIBABA_CLOUD_SECURITY_TOKEN; or the vendors' files.");
    return tool.addOption(help().hidden(true).build())
        .addOption(
            OptionSpec.builder("--version").arity("0").versionHelp(true).hidden(true).build());
  }

  private static CommandSpec release() {
    CommandSpec release =
        command(
            "release",
            "Releases instances: shows the plan, asks, sends, and says what became of each.",
            "cloudrelease release [options] [REF...]");
    release.addPositional(
        references()
            .description(
                "provider:region:id, or provider:id on Zenlayer:",
                "tencent-cvm:ap-guangzhou:ins-1a2b3c4d",
                "aliyun-ecs:cn-hangzhou:i-bp1...",
                "zenlayer-zec:1234567  zenlayer-bmc:1234567  zenlayer-vm:1234567")
            .build());
    add(
        release,
        option("--file", "FILE|-", String.class, Values::given)
            .description("more of them, one a line; # begins a comment; - is the standard input"),
        option("--goal", "release|destroy", Goal.class, text -> Values.oneOf(Goal.values(), text))
            .description(
                "release: one step, a recycle bin is a fine place to end (default)",
                "destroy: through the recycle bin until it is gone"),
        option(
                "--collateral",
                "keep|release",
                Collateral.class,
                text -> Values.oneOf(Collateral.values(), text))
            .description("addresses, disks, dependants: keep them (default), or release them too"),
        flag("--force", "running instances too, where the cloud asks for that word (Aliyun)"),
        flag("--force-stop", "with --force: cut the power instead of shutting down (Aliyun)"),
        flag("--terminate-subscription", "expired prepaid instances too (Aliyun)"),
        flag("--plan", "print what would be sent, send nothing"),
        flag("--yes", "do not ask; without it the number of instances has to be typed"),
        option("--wait", "DURATION", Duration.class, Values::duration)
            .description("wait for the goal at most so long (default: until the deadline)"),
        flag("--no-wait", "do not wait: ACCEPTED is the best verdict then"),
        option("--deadline", "DURATION", Duration.class, Values::deadline)
            .description("all of it at most so long (default 15m); 30s, 5m or 1h"),
        option("--max-instances", "N", Integer.class, Values::whole)
            .description("refuse longer lists (default 100; 0 means none)"),
        journal().description("write down what is sent, before it is sent; a run can be resumed"),
        flag("--no-look", "send without reading the instances: nothing can be proven then"));
    return shared(release);
  }

  private static CommandSpec resume() {
    CommandSpec resume =
        command(
            "resume",
            "Completes a run whose process died.",
            "cloudrelease resume --journal FILE [options]");
    resume.addPositional(references().hidden(true).build());
    add(resume, journal().description("the journal of the run that broke off"));
    return shared(resume);
  }

  /** What {@code release} and {@code resume} share: what is not kept in a journal. */
  private static CommandSpec shared(CommandSpec command) {
    add(
        command,
        flag("--waves", "a few first, the others only when those went well"),
        repeatable("--deny-tag", "KEY=VALUE", Safeguards.Tag.class, Values::tag)
            .description("hold back what has this tag; repeatable"),
        repeatable("--endpoint", "PROVIDER=URL", Map.Entry.class, Values::endpoint)
            .description("send there; https:// only, http:// to this machine; repeatable"),
        flag("--json", "print the result as JSON"),
        help());
    return command;
  }

  private static CommandSpec demo() {
    CommandSpec demo =
        command(
            "demo",
            "Releases a mixed fleet on simulated clouds on this machine.",
            "cloudrelease demo [--json] [--all]");
    add(
        demo,
        flag("--json", "print the result as JSON"),
        flag("--all", "print every verdict"),
        help());
    return demo;
  }

  private static CommandSpec rehearse() {
    CommandSpec rehearse = CommandSpec.create();
    rehearse.usageMessage().hidden(true);
    return rehearse;
  }

  private static CommandSpec command(String name, String header, String... synopsis) {
    CommandSpec command = CommandSpec.create().name(name);
    command
        .usageMessage()
        .header(header)
        .synopsisHeading("%n")
        .customSynopsis(synopsis)
        .sortOptions(false);
    return command;
  }

  private static void add(CommandSpec command, OptionSpec.Builder... options) {
    for (OptionSpec.Builder option : options) {
      command.addOption(option.build());
    }
  }

  private static OptionSpec.Builder flag(String name, String description) {
    return OptionSpec.builder(name).arity("0").type(boolean.class).description(description);
  }

  private static OptionSpec.Builder help() {
    return OptionSpec.builder("-h", "--help").arity("0").usageHelp(true).description("print this");
  }

  private static OptionSpec.Builder journal() {
    return option("--journal", "FILE", Path.class, Values::path);
  }

  private static <T> OptionSpec.Builder option(
      String name, String form, Class<T> type, Function<String, T> reader) {
    return OptionSpec.builder(name)
        .arity("1")
        .paramLabel(form)
        .type(type)
        .converters(new Reader<>(reader));
  }

  private static <T> OptionSpec.Builder repeatable(
      String name, String form, Class<T> type, Function<String, T> reader) {
    return OptionSpec.builder(name)
        .arity("1")
        .paramLabel(form)
        .type(List.class)
        .auxiliaryTypes(type)
        .converters(new Reader<>(reader));
  }

  /**
   * Hands a function to picocli. Functions that were of picocli's own type could be in no archive
   * of classes, because picocli's class files are of the form that Java 5 had.
   */
  private record Reader<T>(Function<String, T> read) implements ITypeConverter<T> {
    @Override
    public T convert(String text) {
      return read.apply(text);
    }
  }

  private static PositionalParamSpec.Builder references() {
    return PositionalParamSpec.builder()
        .paramLabel("REF")
        .index("0..*")
        .arity("0..*")
        .type(List.class)
        .auxiliaryTypes(String.class);
  }
}
