package io.cloudrelease.testkit.aliyun;

import io.cloudrelease.testkit.Refused;
import io.cloudrelease.testkit.SimulatedInstance;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * Where a page of DescribeInstances begins and ends: by page number and size, or, when MaxResults
 * or NextToken is given, by token.
 *
 * @param number the page number answered
 * @param size the page size answered
 * @param total the total count answered; means nothing when paging by token
 * @param from the first item
 * @param to after the last item
 * @param nextToken where the next page begins; empty at the end and when paging by number
 */
record AliyunPage(int number, int size, int total, int from, int to, String nextToken) {
  private static final int USUAL = 10;
  private static final int MOST = 100;

  static AliyunPage of(AliyunRequest request, int items, int mostPerPage) {
    boolean byToken =
        request.all().containsKey("MaxResults") || !request.get("NextToken").isEmpty();
    return byToken ? byToken(request, items, mostPerPage) : byNumber(request, items);
  }

  private static AliyunPage byNumber(AliyunRequest request, int items) {
    int number = number(request, "PageNumber", 1);
    int size = number(request, "PageSize", USUAL);
    if (number < 1 || size < 1 || size > MOST) {
      throw new Refused(
          400, "InvalidParameter", "PageNumber must be at least 1, PageSize 1 to " + MOST + '.');
    }
    int from = (int) Math.min((number - 1L) * size, items);
    return new AliyunPage(number, size, items, from, Math.min(from + size, items), "");
  }

  private static AliyunPage byToken(AliyunRequest request, int items, int mostPerPage) {
    int asked = Math.max(USUAL, number(request, "MaxResults", USUAL));
    int size = Math.min(mostPerPage, Math.min(MOST, asked));
    int from = Math.min(offset(request.get("NextToken")), items);
    int to = Math.min(from + size, items);
    return new AliyunPage(1, size, 0, from, to, to < items ? token(to) : "");
  }

  List<SimulatedInstance> cut(List<SimulatedInstance> all) {
    return all.subList(from, to);
  }

  static int number(AliyunRequest request, String name, int fallback) {
    String text = request.get(name);
    try {
      return text.isEmpty() ? fallback : Integer.parseInt(text);
    } catch (NumberFormatException notWhole) {
      throw new Refused(400, "InvalidParameter", name + " is not a number.");
    }
  }

  private static String token(int offset) {
    byte[] text = ("page:" + offset).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  private static int offset(String token) {
    if (token.isEmpty()) {
      return 0;
    }
    try {
      byte[] text = Base64.getUrlDecoder().decode(token);
      int offset =
          Integer.parseInt(new String(text, StandardCharsets.UTF_8).substring("page:".length()));
      return Objects.checkIndex(offset, Integer.MAX_VALUE);
    } catch (IllegalArgumentException | IndexOutOfBoundsException notOurs) {
      throw new Refused(400, "InvalidParameter", "NextToken is not valid.");
    }
  }
}
