module com.example.nightly {
  requires io.cloudrelease.tencent;
  requires io.cloudrelease.aliyun;
  requires io.cloudrelease.zenlayer;
  requires io.cloudrelease.store.jdbc;
  requires io.cloudrelease.testkit;
}
