package com.example;

import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.TerminateInstancesRequest;

class WithTencentsSdk {
  public static void main(String[] ids) throws TencentCloudSDKException {
    Credential key =
        new Credential(
            System.getenv("TENCENTCLOUD_SECRET_ID"), System.getenv("TENCENTCLOUD_SECRET_KEY"));
    CvmClient client = new CvmClient(key, "ap-guangzhou");
    TerminateInstancesRequest request = new TerminateInstancesRequest();
    request.setInstanceIds(ids);
    System.out.println(client.TerminateInstances(request).getRequestId());
  }
}
