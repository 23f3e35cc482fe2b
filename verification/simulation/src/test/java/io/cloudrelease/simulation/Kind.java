package io.cloudrelease.simulation;

/** The products that are simulated, and what a request to one of them must look like. */
enum Kind {
  TENCENT("tencent-cvm", "cvm", true),
  ZEC("zenlayer-zec", "zec", false),
  BMC("zenlayer-bmc", "bmc", false),
  VM("zenlayer-vm", "vm", false),
  ALIYUN("aliyun-ecs", "ecs", true);

  final String provider;
  final String service;
  final boolean regional;

  Kind(String provider, String service, boolean regional) {
    this.provider = provider;
    this.service = service;
    this.regional = regional;
  }

  boolean isZenlayer() {
    return this == ZEC || this == BMC || this == VM;
  }
}
