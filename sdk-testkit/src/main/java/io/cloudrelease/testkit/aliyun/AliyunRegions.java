package io.cloudrelease.testkit.aliyun;

import java.util.Set;

/** The regions that ECS has (Alibaba Cloud ECS, regions and zones). */
final class AliyunRegions {
  static final Set<String> REAL =
      Set.of(
          "cn-qingdao",
          "cn-beijing",
          "cn-zhangjiakou",
          "cn-huhehaote",
          "cn-wulanchabu",
          "cn-hangzhou",
          "cn-shanghai",
          "cn-nanjing",
          "cn-fuzhou",
          "cn-shenzhen",
          "cn-heyuan",
          "cn-guangzhou",
          "cn-chengdu",
          "cn-wuhan-lr",
          "cn-zhengzhou-jva",
          "cn-hongkong",
          "ap-southeast-1",
          "ap-southeast-3",
          "ap-southeast-5",
          "ap-southeast-6",
          "ap-southeast-7",
          "ap-northeast-1",
          "ap-northeast-2",
          "us-west-1",
          "us-east-1",
          "eu-central-1",
          "eu-west-1",
          "me-east-1",
          "me-central-1",
          "na-south-1",
          "cn-shanghai-finance-1",
          "cn-shenzhen-finance-1",
          "cn-beijing-finance-1");

  private AliyunRegions() {}
}
