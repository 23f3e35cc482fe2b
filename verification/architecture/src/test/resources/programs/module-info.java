/** What a user of the library writes: nothing but what the modules export to everyone. */
module programs {
  requires io.cloudrelease.core;
  requires io.cloudrelease.tencent;
  requires io.cloudrelease.aliyun;
}
