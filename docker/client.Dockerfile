# The web client: static files and the server that gives them out. The addresses of the two servers are part of the
# files and of their content security policy, so they are given when the image is built:
#   docker build -f docker/client.Dockerfile -t sotto-client \
#     --build-arg SOTTO_KEYSERVER_URL=wss://keys.example.org --build-arg SOTTO_SFU_URL=wss://sfu.example.org .
FROM node:24-bookworm-slim AS build
WORKDIR /sotto
COPY . .
RUN npm ci --ignore-scripts && node -e "import('./scripts/setup/patches.mjs').then((m) => m.applyPatches(process.cwd(), console.log))"
ARG SOTTO_KEYSERVER_URL
ARG SOTTO_SFU_URL
ARG SOTTO_ROTATE_SECONDS=30
ARG SOTTO_EMBED_ORIGINS=
ARG SOTTO_RELAYS=
RUN test -n "$SOTTO_KEYSERVER_URL" && test -n "$SOTTO_SFU_URL" && npx vite build client --outDir /site --emptyOutDir

FROM caddy:2
COPY docker/site.Caddyfile /etc/caddy/Caddyfile
COPY --from=build /site /site
# The pages that may embed calls, as when it was built.
ARG SOTTO_EMBED_ORIGINS=
ENV SOTTO_EMBED_ORIGINS=$SOTTO_EMBED_ORIGINS
USER 1000:1000
EXPOSE 8080
