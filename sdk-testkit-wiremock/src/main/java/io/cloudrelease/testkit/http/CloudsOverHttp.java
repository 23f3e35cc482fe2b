package io.cloudrelease.testkit.http;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Objects;

/**
 * All simulated clouds over HTTP at one port, made for tests: requests, answers and signatures are
 * those of the real clouds, and only the times in which instances come and go are short ({@link
 * SimulatedTencent#shortTransitions}).
 *
 * <p>Which cloud a request is for is told by its form, so one endpoint serves them all, and the
 * services that say whose keys are called with. Thread-safe.
 */
public final class CloudsOverHttp implements AutoCloseable {
  private final SimulatedZenlayer zenlayer;
  private final SimulatedTencent tencent;
  private final SimulatedAliyun aliyun;
  private final WireMockFace face;

  private CloudsOverHttp(Builder builder) {
    zenlayer = new SimulatedZenlayer(builder.clock);
    tencent = new SimulatedTencent(builder.clock);
    aliyun = new SimulatedAliyun(builder.clock);
    if (!builder.realTransitions) {
      zenlayer.shortTransitions();
      tencent.shortTransitions();
      aliyun.shortTransitions();
    }
    face =
        WireMockFace.builder(zenlayer, tencent, aliyun)
            .identities(Identities.of(zenlayer, tencent, aliyun, builder.clock))
            .bindAddress(builder.bindAddress)
            .port(builder.port)
            .start();
  }

  /** Starts them at a free port of this machine. */
  public static CloudsOverHttp start() {
    return builder().start();
  }

  /** Settings, to start them with. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where they all listen: {@code http://127.0.0.1:port}. */
  public Endpoint endpoint() {
    return face.endpoint();
  }

  public SimulatedZenlayer zenlayer() {
    return zenlayer;
  }

  public SimulatedTencent tencent() {
    return tencent;
  }

  public SimulatedAliyun aliyun() {
    return aliyun;
  }

  /** Ends the server and everything that hangs on it. */
  @Override
  public void close() {
    face.close();
  }

  /** Settings. Not thread-safe. */
  public static final class Builder {
    private InstantSource clock = InstantSource.system();
    private String bindAddress = "127.0.0.1";
    private int port;
    private boolean realTransitions;

    private Builder() {}

    /** The clouds' time; the real one by default. */
    public Builder clock(InstantSource value) {
      clock = Objects.requireNonNull(value, "value");
      return this;
    }

    /** Listens on this address of this machine; 127.0.0.1 by default. */
    public Builder bindAddress(String address) {
      bindAddress = Objects.requireNonNull(address, "address");
      return this;
    }

    /** Listens at this port; 0, the default, is a free one. */
    public Builder port(int number) {
      port = number;
      return this;
    }

    /** Lets instances take as long as on the real clouds: 5 seconds to 2 minutes. */
    public Builder realTransitions() {
      realTransitions = true;
      return this;
    }

    /**
     * Starts them.
     *
     * @throws UncheckedIOException when they cannot listen there
     */
    public CloudsOverHttp start() {
      return new CloudsOverHttp(this);
    }
  }
}
