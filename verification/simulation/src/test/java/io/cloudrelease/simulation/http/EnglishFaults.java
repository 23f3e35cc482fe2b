package io.cloudrelease.simulation.http;

/** The words of {@code docs/faults.md}. */
final class EnglishFaults implements FaultsPage.Words {
  private static final String HEAD =
      """
      # What happens when something goes wrong

      [中文](faults.zh-CN.md)

      Each row is a kind of trouble, each column a cloud and a way of paying. Each cell was measured: an
      instance was released with the real HTTP client against a simulated cloud on which that trouble
      struck, and the result was compared with what the cloud had really done. A test writes this page;
      do not edit it by hand.

      `RELEASED 2 / 9` means: the verdict was `RELEASED`, 2 destructive requests reached the cloud, and 9
      looks (reading calls, waiting included) were made. What each verdict promises stands in
      [Verdicts](verdicts.md).

      - **before**, **after**: the trouble struck before the cloud acted, or when it had acted already. A
        client cannot tell which.
      - **Sent again?** If the call may have been carried out, a look decides. Where a second call could
        go further than you asked (a prepaid Tencent or a ZEC instance destroyed instead of recycled),
        it is sent only when looks have shown the instance untouched for so long that the first cannot
        have been carried out (10 minutes after a call without an answer, 5 after one that was
        answered); with less time left it is `UNKNOWN`. Where a second call does no harm it is sent once
        the cloud has had time to show the first. On Aliyun the same client token is sent again at
        once; the cloud counts both as one.
      - An answer that nobody understands (a redirect, a page, garbage) is followed by at most two more
        sends, under the same rules; then looks prove that none was carried out, and it is `REJECTED`,
        or it ends `UNKNOWN`.
      - `ACCEPTED` under "BMC, prepaid" is the goal there: the renewal is off, and the instance runs and
        is billed until it expires.

      In no cell did an instance go further than was asked, and no request was repeated byte for byte.
      """;

  @Override
  public String file() {
    return "faults.md";
  }

  @Override
  public String head() {
    return HEAD;
  }

  @Override
  public String title(Expectations part) {
    return switch (part) {
      case SENDS -> "The release call is struck";
      case FIRST_LOOKS -> "The first look is struck";
      case SETTLING_LOOKS -> "The answer is lost, then three looks are struck";
      case DEAD_LOOKS -> "Looks never work, or never again";
      case DESTROYING -> "Goal DESTROY: one of the two calls is struck";
      case BATCHES -> "Three instances in one call";
    };
  }

  @Override
  public String about(Expectations part) {
    return switch (part) {
      case SENDS ->
          "The instance was looked at, and the first call that should release it fails so.";
      case FIRST_LOOKS -> "Nothing was sent yet. Looks change nothing, so they are repeated.";
      case SETTLING_LOOKS ->
          "The cloud did what it was asked, the connection broke, and looks fail so for a while.";
      case DEAD_LOOKS ->
          "The deadline is 2 minutes, where it is 15 in all others. Without a look nothing is sent; what was sent stays `UNKNOWN`"
              + " unless the cloud acknowledged it.";
      case DESTROYING ->
          "Through the recycle bin until it is gone: two requests where nothing fails.";
      case BATCHES ->
          "The verdicts of all three, in order. In the first three rows the cloud refuses the one in"
              + " the middle, for a reason that a look does not show.";
    };
  }

  @Override
  public String trouble() {
    return "trouble";
  }

  @Override
  public String trouble(FaultCase trouble) {
    return trouble.name();
  }

  @Override
  public String scene(Scene scene) {
    return scene.title;
  }
}
