package io.cloudrelease.http.okhttp;

import io.cloudrelease.transport.SendPhase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * How far one call got, as OkHttp reports it while it happens.
 *
 * <p>OkHttp announces the request's headers before it writes their first byte, and nothing of the
 * request goes anywhere before: a CONNECT to a proxy and a TLS handshake hold none of it. From the
 * announcement on a byte may have left, although it may also still lie in a buffer.
 */
final class Passage extends EventListener {
  final boolean destructive;
  final long deadlineNanos;
  private volatile String stage = "waiting for a connection";
  private volatile boolean freshConnection;
  private volatile boolean mayHaveLeft;
  private volatile String lookedUp = "";
  private volatile String proxy = "";
  private volatile boolean connecting;
  private volatile boolean severalWays;
  private volatile @Nullable String retryAfter;
  private volatile int status;

  Passage(boolean destructive, long deadlineNanos) {
    this.destructive = destructive;
    this.deadlineNanos = deadlineNanos;
  }

  /** What was going on when it failed, for the message. */
  String stage() {
    return stage;
  }

  /** The name that was looked up last: the host's, or its proxy's. */
  String lookedUp() {
    return lookedUp;
  }

  /** Host and port of the proxy it went through to connect; empty without one. */
  String proxy() {
    return proxy;
  }

  /** Whether it was tried through several proxies, or with one and without. */
  boolean severalWays() {
    return severalWays;
  }

  boolean freshConnection() {
    return freshConnection;
  }

  boolean mayHaveLeft() {
    return mayHaveLeft;
  }

  /** The phase of a call that failed so. */
  SendPhase phaseAfter(Exception failure) {
    if (!mayHaveLeft || refusedByClosedHttp2(failure)) {
      return SendPhase.NOT_SENT;
    }
    return SendPhase.NO_ANSWER;
  }

  void answered(int status) {
    this.status = status;
  }

  /** The status as it came, whatever OkHttp is told of it. */
  int status() {
    return status;
  }

  void hideRetryAfter(String value) {
    retryAfter = value;
  }

  @Nullable String retryAfter() {
    return retryAfter;
  }

  /**
   * OkHttp throws this, and only this, when an HTTP/2 connection was found closed before a stream
   * was opened on it: the headers were announced and not written. The type is not exported.
   */
  private static boolean refusedByClosedHttp2(Exception failure) {
    return failure
        .getClass()
        .getName()
        .equals("okhttp3.internal.http2.ConnectionShutdownException");
  }

  @Override
  public void proxySelectStart(Call call, HttpUrl url) {
    stage = "choosing a proxy";
  }

  @Override
  public void dnsStart(Call call, String domainName) {
    stage = "looking up the name";
    lookedUp = domainName;
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    String name = nameOf(proxy);
    severalWays |= connecting && !name.equals(this.proxy);
    connecting = true;
    this.proxy = name;
    stage = this.proxy.isEmpty() ? "connecting" : "connecting through the proxy " + this.proxy;
    freshConnection = true;
  }

  @Override
  public void secureConnectStart(Call call) {
    stage = "TLS handshake";
  }

  @Override
  public void secureConnectEnd(Call call, @Nullable Handshake handshake) {
    stage = "connecting";
  }

  private static String nameOf(Proxy proxy) {
    // Not resolved again, nor by its address: as it was set.
    return proxy.address() instanceof InetSocketAddress address
        ? address.getHostString() + ':' + address.getPort()
        : "";
  }

  @Override
  public void connectFailed(
      Call call,
      InetSocketAddress address,
      Proxy proxy,
      @Nullable Protocol protocol,
      IOException failure) {
    freshConnection = false;
  }

  @Override
  public void requestHeadersStart(Call call) {
    stage = "sending";
    mayHaveLeft = true;
  }

  @Override
  public void requestHeadersEnd(Call call, Request request) {
    stage = "sending or waiting for the answer";
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    stage = "reading the answer";
  }
}
