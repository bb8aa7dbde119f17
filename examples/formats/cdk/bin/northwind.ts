#!/usr/bin/env node
import * as cdk from "aws-cdk-lib";
import { Endpoint, TrainingJob } from "@northwind/constructs";

const app = new cdk.App();
const stack = new cdk.Stack(app, "Northwind");
const size = new cdk.CfnParameter(stack, "SizeAdvisorInstanceType");

new TrainingJob(stack, "DemandForecast");
new TrainingJob(stack, "FraudGraph");
new TrainingJob(stack, "SearchRanking");
new TrainingJob(stack, "BasketAffinity");
new TrainingJob(stack, "ProductPhotos");
new TrainingJob(stack, "TillAnomalies");
new TrainingJob(stack, "Churn");
new TrainingJob(stack, "ReviewSentiment");
new TrainingJob(stack, "CatalogEmbeddings");
new TrainingJob(stack, "StoreTraffic");
new TrainingJob(stack, "Returns");
new TrainingJob(stack, "SmokeTest");
new TrainingJob(stack, "AssistantBase");
new TrainingJob(stack, "SizeAdvisor", { instanceType: size.valueAsString });
new Endpoint(stack, "FraudScoreEndpoint");
new Endpoint(stack, "SearchRankingEndpoint");
new Endpoint(stack, "VisualSearchEndpoint");
new Endpoint(stack, "NotificationsEndpoint");
