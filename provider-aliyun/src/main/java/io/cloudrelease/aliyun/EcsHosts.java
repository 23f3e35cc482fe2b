package io.cloudrelease.aliyun;

import io.cloudrelease.aliyun.AliyunEcs.Site;
import io.cloudrelease.http.Endpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which host serves a region: {@code ecs.<region>.aliyuncs.com}, but for the regions listed here.
 *
 * <p>Alibaba Cloud ECS documentation, "Endpoints"; the exceptions are those that the vendor's own
 * Java SDK (ecs20140526) carries, for its VPC users too. It lists cn-hangzhou under an old alias;
 * the documents name the regular host, which is used here. Two finance regions have a VPC host of
 * their own, so that their exception holds for the public host only: who stands in a VPC is not to
 * be led out of it.
 */
final class EcsHosts {
  private static final String CENTRAL = "ecs.aliyuncs.com";
  private static final String OLD_CENTRAL = "ecs-cn-hangzhou.aliyuncs.com";
  private static final String NEBULA = "ecs.cn-qingdao-nebula.aliyuncs.com";

  private static final Map<String, String> EXCEPTIONS = exceptions();

  private static final Set<String> PUBLIC_ONLY =
      Set.of("cn-shanghai-finance-1", "cn-shenzhen-finance-1");

  private EcsHosts() {}

  static Endpoint of(String region, Site site) {
    String exception = EXCEPTIONS.get(region);
    boolean holds = site == Site.PUBLIC || !PUBLIC_ONLY.contains(region);
    if (exception != null && holds) {
      return Endpoint.https(exception);
    }
    String prefix = site == Site.VPC ? "ecs-vpc." : "ecs.";
    return Endpoint.https(prefix + region + ".aliyuncs.com");
  }

  private static Map<String, String> exceptions() {
    Map<String, String> hosts = new HashMap<>();
    put(
        hosts,
        CENTRAL,
        "ap-northeast-2-pop",
        "cn-beijing-finance-pop",
        "cn-beijing-gov-1",
        "cn-hangzhou-finance",
        "cn-hongkong-finance-pop",
        "cn-north-2-gov-1",
        "cn-shanghai-inner",
        "cn-shenzhen-inner",
        "cn-wuhan",
        "cn-yushanfang",
        "cn-zhangbei",
        "rus-west-1-pop");
    put(
        hosts,
        OLD_CENTRAL,
        "cn-beijing-nu16-b01",
        "cn-fujian",
        "cn-haidian-cm12-c01",
        "cn-hangzhou-bj-b01",
        "cn-hangzhou-internal-prod-1",
        "cn-hangzhou-internal-test-1",
        "cn-hangzhou-internal-test-2",
        "cn-hangzhou-internal-test-3",
        "cn-hangzhou-test-306",
        "cn-shanghai-et15-b01",
        "cn-shanghai-et2-b01",
        "cn-shanghai-finance-1",
        "cn-shanghai-internal-test-1",
        "cn-shenzhen-finance-1",
        "cn-shenzhen-st4-d01",
        "cn-shenzhen-su18-b01",
        "cn-zhangbei-na61-b01");
    put(hosts, NEBULA, "cn-edge-1", "cn-huhehaote-nebula-1", "cn-zhengzhou-nebula-1");
    put(hosts, "ecs.cn-zhangjiakou.aliyuncs.com", "cn-zhangjiakou-na62-a01");
    put(hosts, "ecs.cn-shenzhen-cloudstone.aliyuncs.com", "eu-west-1-oxs");
    return Map.copyOf(hosts);
  }

  private static void put(Map<String, String> hosts, String host, String... regions) {
    for (String region : regions) {
      hosts.put(region, host);
    }
  }
}
