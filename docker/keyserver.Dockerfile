# The key server. Build from the repository's root:
#   docker build -f docker/keyserver.Dockerfile -t sotto-keyserver .
FROM node:24-bookworm-slim AS packages
WORKDIR /sotto
COPY package.json package-lock.json .npmrc ./
COPY shared/package.json shared/
COPY keyserver-protocol/package.json keyserver-protocol/
COPY sfu/package.json sfu/
COPY client/package.json client/
COPY loadtest/package.json loadtest/
RUN npm ci --omit=dev --ignore-scripts --workspace=@sotto/shared --workspace=@sotto/keyserver-protocol

FROM node:24-bookworm-slim
WORKDIR /sotto
ENV NODE_ENV=production \
    SOTTO_KEYSERVER_HOST=0.0.0.0 \
    SOTTO_KEYSERVER_METRICS_HOST=0.0.0.0 \
    SOTTO_KEYSERVER_METRICS_PORT=9401
COPY --from=packages /sotto/node_modules node_modules
COPY package.json ./
COPY shared shared
COPY keyserver-protocol keyserver-protocol
USER node
EXPOSE 4001 9401
HEALTHCHECK --interval=15s --timeout=3s CMD ["node", "-e", "fetch('http://127.0.0.1:9401/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node takes the types out by itself: what runs is the source.
CMD ["node", "keyserver-protocol/src/server/main.ts"]
