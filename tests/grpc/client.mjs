// What an ordinary gRPC client in Node sees of the service. See RealClientsTests.
// usage: node client.mjs MODE HOST:PORT PROTOS:PROTOS [FILE...]; tokens in VIEWER and OPERATOR
import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";
import protobuf from "protobufjs";

const [mode, address, folders, ...files] = process.argv.slice(2);
const protos = folders.split(":");
const { status } = grpc;
const name = "chaosservice.v1.ChaosService";
const shapes = { includeDirs: protos, longs: Number, enums: String, oneofs: true, defaults: true };
const load = (file) => grpc.loadPackageDefinition(loader.loadSync(file, shapes));
const { chaosservice } = load("chaosservice/v1/chaosservice.proto");
const { health } = load("grpc/health/v1/health.proto").grpc;
const { reflection } = load("grpc/reflection/v1/reflection.proto").grpc;

const rpc = new protobuf.Root();
const found = (target) => protos.map((folder) => path.join(folder, target)).find(existsSync);
rpc.resolvePath = (_, target) => (target.startsWith("google/protobuf/") && protobuf.common.get(target) ? target : found(target));
rpc.loadSync(["google/rpc/status.proto", "google/rpc/error_details.proto"]);

const plain = grpc.credentials.createInsecure();
const metadata = (token) => {
  const headers = new grpc.Metadata();
  if (token) headers.set("authorization", `Bearer ${token}`);
  return headers;
};
const viewer = metadata(process.env.VIEWER);
const operator = metadata(process.env.OPERATOR);
const open = (options) => new chaosservice.v1.ChaosService(address, plain, options);

const call = (client, method, request, headers = viewer, options = {}) =>
  new Promise((resolve, reject) => client[method](
    request, headers, options, (error, response) => (error ? reject(error) : resolve(response))));

const trigger = (client, more = {}) => call(client, "TriggerRun", { experiment: "calm", ...more }, operator);
const abort = (client, id) => call(client, "AbortRun", { id }, operator);

/** The call ends with the code; returns its message and its details by type. */
async function refused(code, pending) {
  const error = await pending.then(() => assert.fail(`the call should have ended with ${code}`), (e) => e);
  assert.equal(error.code, code, `${error.code} ${error.message}`);
  const [packed] = error.metadata?.get("grpc-status-details-bin") ?? [];
  const details = {};
  for (const any of packed ? rpc.lookupType("google.rpc.Status").decode(packed).details : []) {
    const type = any.type_url.split("/").pop();
    details[type.split(".").pop()] = rpc.lookupType(type).decode(any.value);
  }
  return { message: error.details, ...details };
}

/** All of a stream's messages, or its error. */
const all = (stream, each = () => {}) =>
  new Promise((resolve, reject) => {
    const messages = [];
    stream.on("data", (message) => { messages.push(message); each(message); });
    stream.on("error", reject);
    stream.on("end", () => resolve(messages));
  });

const first = (stream) => new Promise((resolve, reject) => { stream.once("data", resolve); stream.once("error", reject); });

async function unaryAndMetadata(client) {
  assert.deepEqual((await call(client, "ListExperiments", {})).experiments.map((e) => e.name), ["calm"]);
  assert.equal((await call(client, "ListSchedules", {})).schedules.length, 0);
}

async function stream(client) {
  const run = await trigger(client);
  assert.equal((await call(client, "GetRun", { id: run.id })).cause, "grpc");
  const watch = client.WatchRun({ id: run.id }, viewer);
  let told;
  watch.on("metadata", (headers) => { [told] = headers.get("chaosservice-run-id"); });
  const events = await all(watch, (event) => event.event === "phase" && abort(client, run.id));
  assert.equal(told, run.id);
  assert.equal(events.at(-1).end.state, "RUN_STATE_ABORTED");
  assert.match((await refused(status.FAILED_PRECONDITION, abort(client, run.id))).message, /is over: aborted/);
  assert.ok((await call(client, "ListRuns", { limit: 5 })).runs.some((r) => r.id === run.id));
}

async function deadlineAndCancellation(client) {
  const run = await trigger(client);
  await refused(status.DEADLINE_EXCEEDED, all(client.WatchRun({ id: run.id }, viewer, { deadline: Date.now() + 400 })));
  const watch = client.WatchRun({ id: run.id }, viewer);
  await first(watch);
  const rests = all(watch);
  watch.cancel();
  await refused(status.CANCELLED, rests);
  await abort(client, run.id);
}

async function refusals(client) {
  const get = { id: "no-such-run" };
  const { ErrorInfo } = await refused(status.NOT_FOUND, call(client, "GetRun", get));
  assert.deepEqual([ErrorInfo.reason, ErrorInfo.domain, ErrorInfo.metadata.value], ["NOT_FOUND", "chaosservice", "no-such-run"]);
  const { BadRequest } = await refused(status.INVALID_ARGUMENT, trigger(client, { overrides: ["spec.duration=soon"] }));
  assert.ok(BadRequest.fieldViolations.some((v) => v.description.includes("soon")));
  assert.ok((await refused(status.UNAUTHENTICATED, call(client, "GetRun", get, metadata()))).ErrorInfo);
  await refused(status.UNAUTHENTICATED, call(client, "GetRun", get, metadata("cst_wrong")));
  assert.match((await refused(status.PERMISSION_DENIED, call(client, "Halt", {}))).message, /operator/);
  await refused(status.RESOURCE_EXHAUSTED, call(client, "GetRun", { id: "x".repeat(100_000) }));
  const same = (bytes) => bytes;
  const raw = (method, bytes) => new Promise((resolve, reject) => client.makeUnaryRequest(
    `/${name}/${method}`, same, same, bytes, viewer, (e, r) => (e ? reject(e) : resolve(r))));
  await refused(status.UNIMPLEMENTED, raw("Nothing", Buffer.alloc(0)));
  await refused(status.INTERNAL, raw("GetRun", Buffer.from([0xff, 0xff])));
}

async function fullQueue(client) {
  const runs = [];
  for (let i = 0; i < 3; i++) runs.push((await trigger(client)).id);
  const { RetryInfo } = await refused(status.RESOURCE_EXHAUSTED, trigger(client));
  assert.equal(Number(RetryInfo.retryDelay.seconds), 10);
  await refused(status.FAILED_PRECONDITION, trigger(client, { concurrency: "CONCURRENCY_FORBID" }));
  for (const id of runs) await abort(client, id);
}

async function compressedRequests() {
  for (const algorithm of [1, 2]) {
    const packed = open({ "grpc.default_compression_algorithm": algorithm });
    assert.match((await refused(status.INVALID_ARGUMENT, call(packed, "GetRun", { id: "x".repeat(5000) }))).message, /this is not a name/);
    await refused(status.RESOURCE_EXHAUSTED, call(packed, "GetRun", { id: "x".repeat(1_000_000) }));
    packed.close();
  }
}

async function manyStreams(client) {
  const run = await trigger(client);
  const watches = Array.from({ length: 500 }, () => client.WatchRun({ id: run.id }, viewer));
  const ends = watches.map((watch) => all(watch));
  await Promise.all(watches.map(first));
  await abort(client, run.id);
  for (const events of await Promise.all(ends)) assert.equal(events.at(-1).event, "end");
}

async function describing() {
  const asked = new health.v1.Health(address, plain);
  for (const service of ["", name]) assert.equal((await call(asked, "Check", { service })).status, "SERVING");
  await refused(status.NOT_FOUND, call(asked, "Check", { service: "nothing" }));
  const watch = asked.Watch({ service: "nothing" });
  assert.equal((await first(watch)).status, "SERVICE_UNKNOWN");
  watch.on("error", () => {});
  watch.cancel();
  const told = new reflection.v1.ServerReflection(address, plain).ServerReflectionInfo(viewer);
  told.write({ listServices: "" });
  told.write({ fileContainingSymbol: name });
  told.end();
  const [services, file] = await all(told);
  assert.ok(services.listServicesResponse.service.some((s) => s.name === name));
  assert.ok(file.fileDescriptorResponse.fileDescriptorProto[0].includes("TriggerRun"));
}

async function halt(client) {
  await call(client, "Halt", { reason: "smoke" }, operator);
  const { message, ErrorInfo } = await refused(status.FAILED_PRECONDITION, trigger(client));
  assert.match(message, /smoke/);
  assert.equal(ErrorInfo.reason, "HALTED");
  await call(client, "Resume", {}, operator);
}

const modes = {
  async everything(client) {
    await unaryAndMetadata(client);
    await stream(client);
    await deadlineAndCancellation(client);
    await refusals(client);
    await fullQueue(client);
    await compressedRequests();
    await manyStreams(client);
    await describing();
    await halt(client);
  },
  /** The service stops while somebody watches. */
  async stopped(client) {
    const watch = client.WatchRun({ id: (await trigger(client)).id }, viewer);
    const ended = all(watch);
    await first(watch);
    writeFileSync(files[0], "");
    await refused(status.UNAVAILABLE, ended);
  },
  /** Reads one event, and the rest only after everything happened. */
  async deaf(client) {
    const run = await trigger(client);
    const watch = client.WatchRun({ id: run.id }, viewer);
    await first(watch);
    watch.pause();
    writeFileSync(files[0], run.id);
    for (let tries = 0; !existsSync(files[1]); tries++) {
      assert.ok(tries < 2000, "the condition did not come true in time");
      await rest(10);
    }
    assert.equal((await call(client, "GetRun", { id: run.id })).state, "RUN_STATE_FINISHED");
    try {
      const kinds = (await all(watch)).map((e) => e.event);
      assert.ok(kinds.includes("gap") && kinds.at(-1) === "end", kinds.slice(-3).join());
    } catch (error) {
      // On a slow machine the service had enough of waiting.
      assert.equal(error.code, status.RESOURCE_EXHAUSTED, error.message);
    }
  },
};

const client = open();
await modes[mode](client);
client.close();
console.log("all as it should be");
process.exit(0);
