# The SFU. Build from the repository's root:
#   docker build -f docker/sfu.Dockerfile -t sotto-sfu .
FROM node:24-bookworm AS packages
WORKDIR /sotto
COPY package.json package-lock.json .npmrc ./
COPY shared/package.json shared/
COPY keyserver-protocol/package.json keyserver-protocol/
COPY sfu/package.json sfu/
COPY client/package.json client/
COPY loadtest/package.json loadtest/
RUN npm ci --omit=dev --ignore-scripts --workspace=@sotto/shared --workspace=@sotto/sfu
COPY scripts scripts
# The authors' own build of the worker where there is one for this machine, or one made here; it is tried either way.
RUN node -e "import('./scripts/setup/worker.mjs').then((m) => m.ensureWorker(process.cwd(), { ...process.env, SOTTO_CACHE: '/cache' }, console.log)).then((path) => require('node:fs').copyFileSync(path, '/mediasoup-worker'))" \
 && chmod 755 /mediasoup-worker \
 # The worker's sources are half of all packages.
 && rm -rf node_modules/mediasoup/worker

FROM node:24-bookworm-slim
# What a worker that was built here is linked to; the authors' own needs none of it.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libssl3 libuv1 libsrtp2-1 libusrsctp2 libabsl20220623 \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /sotto
ENV NODE_ENV=production \
    MEDIASOUP_WORKER_BIN=/usr/local/bin/mediasoup-worker \
    SOTTO_SFU_HOST=0.0.0.0 \
    SOTTO_SFU_METRICS_HOST=0.0.0.0 \
    SOTTO_SFU_METRICS_PORT=9402
COPY --from=packages /mediasoup-worker /usr/local/bin/mediasoup-worker
COPY --from=packages /sotto/node_modules node_modules
COPY package.json ./
COPY shared shared
COPY sfu sfu
USER node
# Media: one port for each worker from 4003 on, UDP and TCP.
EXPOSE 4002 9402
HEALTHCHECK --interval=15s --timeout=3s CMD ["node", "-e", "fetch('http://127.0.0.1:9402/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node takes the types out by itself: what runs is the source.
CMD ["node", "sfu/src/main.ts"]
