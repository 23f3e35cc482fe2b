package io.cloudrelease.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The same bytes through OkHttp and nothing else: unsigned, and the answer is not looked at. */
final class BareOkHttp implements Candidate {
  private static final MediaType JSON = MediaType.get("application/json");
  private final OkHttpClient client = new OkHttpClient();
  private final String url;
  private final byte[] body;

  BareOkHttp(String server, String body, String query) {
    this.url = server + "/" + (query.isEmpty() ? "" : "?" + query);
    this.body = body.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void call() throws IOException {
    Request request = new Request.Builder().url(url).post(RequestBody.create(body, JSON)).build();
    try (Response response = client.newCall(request).execute()) {
      if (response.body().bytes().length == 0) {
        throw new IOException("an empty answer");
      }
    }
  }

  static String tencentBody(int size) {
    return "{\"InstanceIds\":"
        + texts(Fleet.tencent(size))
        + ",\"ReleaseAddress\":false,\"ReleasePrepaidDataDisks\":false}";
  }

  static String zenlayerBody(int size) {
    return "{\"instanceIds\":" + texts(Fleet.zenlayer(size)) + ",\"dependResource\":false}";
  }

  private static String texts(List<String> ids) {
    return "[\"" + String.join("\",\"", ids) + "\"]";
  }

  static String aliyunQuery(int size) {
    StringBuilder query = new StringBuilder("ClientToken=0123456789abcdef0123456789abcdef");
    query.append("&DryRun=false&Force=false");
    List<String> ids = Fleet.aliyun(size);
    for (int i = 0; i < size; i++) {
      query.append("&InstanceId.").append(i + 1).append('=').append(ids.get(i));
    }
    return query.append("&RegionId=cn-hangzhou&TerminateSubscription=false").toString();
  }
}
