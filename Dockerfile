# docker build -t leadmetrics .
# docker run --rm -v leadmetrics:/data leadmetrics keys create --name bi --role admin    (shows the key that callers send, once)
# docker run -p 127.0.0.1:8080:8080 -v leadmetrics:/data leadmetrics
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src

# Packages change seldom: restored before the source is copied, they stay in the layer cache.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/LeadMetrics/LeadMetrics.csproj src/LeadMetrics/
COPY src/Microsoft.SqlServer.Server/Microsoft.SqlServer.Server.csproj src/Microsoft.SqlServer.Server/
RUN dotnet restore src/LeadMetrics

COPY .editorconfig ./
COPY sql/ sql/
COPY texts/ texts/
COPY src/ src/
RUN dotnet publish src/LeadMetrics --configuration Release --no-restore --output /app -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./

# The SQLite file, owned by the image's unprivileged user.
RUN mkdir /data && chown "$APP_UID:$APP_UID" /data
VOLUME /data
USER $APP_UID

ENV Database__Path=/data/leadmetrics.db ASPNETCORE_HTTP_PORTS=8080
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["dotnet", "LeadMetrics.dll", "health"]
ENTRYPOINT ["dotnet", "LeadMetrics.dll"]
