package io.cloudrelease.commandline;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The tool's own options, and what is the same for all its commands. */
@Command(
    name = "cloudrelease",
    header = "cloudrelease gives cloud instances back and says for every one what became of it.",
    customSynopsis = {
      "cloudrelease release [options] [REF...]",
      "cloudrelease resume --journal FILE [options]",
      "cloudrelease demo [--json] [--all]",
      "cloudrelease COMMAND --help | --help | --version"
    },
    synopsisHeading = "%n",
    commandListHeading = "%n",
    sortOptions = false,
    subcommands = {
      ReleaseCommand.class,
      ResumeCommand.class,
      DemoCommand.class,
      RehearseCommand.class
    },
    footer = {
      "",
      "Ctrl-C stops the sending and prints the whole result; a second one leaves at once, with 130.",
      "Progress goes to stderr, the result to stdout.",
      "Exit: 0 all at the goal or accepted; 2 usage or configuration, nothing was sent;",
      "      3 some REJECTED, NOT_SENT, NOT_FOUND or short of the goal; 4 some UNKNOWN.",
      "Credentials: ZENLAYERCLOUD_ACCESS_KEY_ID, ZENLAYERCLOUD_ACCESS_KEY_PASSWORD;",
      "      TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY, TENCENTCLOUD_TOKEN;",
      "      ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET,",
      "      ALIBABA_CLOUD_SECURITY_TOKEN; or the vendors' files."
    })
final class CloudReleaseCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      hidden = true)
  private boolean help;

  @Option(names = "--version", versionHelp = true, hidden = true)
  private boolean version;
}
