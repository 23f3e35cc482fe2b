package io.cloudrelease.examples.cli;

/** How the tool is used, on one screen. */
final class Help {
  static final String TEXT =
      """
      cloudrelease gives cloud instances back and says for every one what became of it.

      cloudrelease release [options] [REF...]
      cloudrelease resume --journal FILE      completes a run whose process died; takes --json, --endpoint, --waves, --deny-tag
      cloudrelease demo [--json] [--all]      releases a mixed fleet on simulated clouds in this process
      cloudrelease --help | --version

      REF                         provider:region:id, or provider:id on Zenlayer:
                                  tencent-cvm:ap-guangzhou:ins-1a2b3c4d  aliyun-ecs:cn-hangzhou:i-bp1...
                                  zenlayer-zec:1234567  zenlayer-bmc:1234567  zenlayer-vm:1234567
      --file FILE|-               more of them, one a line; # begins a comment; - is the standard input
      --goal release|destroy      release: one step, a recycle bin is a fine place to end (default)
                                  destroy: through the recycle bin until it is gone
      --collateral keep|release   addresses, disks, dependants: keep them (default), or release them too
      --force                     running instances too, where the cloud asks for that word (Aliyun)
      --force-stop                with --force: cut the power instead of shutting down (Aliyun)
      --terminate-subscription    expired prepaid instances too (Aliyun)
      --plan                      print what would be sent, send nothing
      --yes                       do not ask; without it the number of instances has to be typed
      --wait DURATION             wait for the goal at most so long (default: until the deadline)
      --no-wait                   do not wait: ACCEPTED is the best verdict then
      --deadline DURATION         all of it at most so long (default 15m); 30s, 5m or 1h
      --max-instances N           refuse longer lists (default 100; 0 means none)
      --journal FILE              write down what is sent, before it is sent; with it a run can be resumed
      --waves                     a few first, the others only when those went well
      --deny-tag KEY=VALUE        hold back what has this tag; repeatable
      --no-look                   send without reading the instances: nothing can be proven then
      --endpoint PROVIDER=URL     send there; https:// only, http:// to this machine; repeatable
      --json                      print the result as JSON

      Ctrl-C stops the sending and prints the whole result; a second one leaves at once, with 130.
      Progress goes to stderr, the result to stdout.
      Exit: 0 all at the goal or accepted; 2 usage or configuration, nothing was sent;
            3 some REJECTED, NOT_SENT or NOT_FOUND; 4 some UNKNOWN.
      Credentials: ZENLAYERCLOUD_ACCESS_KEY_ID, ZENLAYERCLOUD_ACCESS_KEY_PASSWORD;
            TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY, TENCENTCLOUD_TOKEN;
            ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET, ALIBABA_CLOUD_SECURITY_TOKEN;
            or the vendors' files.
      """;

  private Help() {}
}
