package com.example;

import com.aliyun.ecs20140526.Client;
import com.aliyun.ecs20140526.models.DeleteInstancesRequest;
import com.aliyun.teaopenapi.models.Config;
import java.util.List;

class WithAliyunsSdk {
  public static void main(String[] ids) throws Exception {
    Client client =
        new Client(
            new Config()
                .setAccessKeyId(System.getenv("ALIBABA_CLOUD_ACCESS_KEY_ID"))
                .setAccessKeySecret(System.getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET"))
                .setRegionId("cn-hangzhou"));
    DeleteInstancesRequest request =
        new DeleteInstancesRequest()
            .setRegionId("cn-hangzhou")
            .setInstanceId(List.of(ids))
            .setForce(true);
    System.out.println(client.deleteInstances(request).getBody().getRequestId());
  }
}
